"""All that the server holds in memory."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable

from .collection import Collection
from .fail_point import FailPoint
from .values import MAX_DOCUMENT, Document

_LIFETIME = 600.0  # seconds that a cursor lives without a getMore, as in MongoDB


class Cursor:
    """The rest of an answer that was cut into batches."""

    def __init__(self, namespace: str, documents: Iterable[Document]) -> None:
        self.namespace = namespace
        self.rest = deque(documents)
        self.used = time.monotonic()

    def batch(self, size: float) -> list[Document]:
        """The next documents: not more than ``size``, nor than one message should carry."""
        batch: list[Document] = []
        room = MAX_DOCUMENT
        while self.rest and len(batch) < size and (not batch or len(self.rest[0].raw) <= room):
            batch.append(self.rest.popleft())
            room -= len(batch[-1].raw)
        self.used = time.monotonic()
        return batch


class State:
    def __init__(self) -> None:
        self._collections: dict[str, Collection] = {}
        self.cursors: dict[int, Cursor] = {}
        self.fail_point = FailPoint()

    def collection(self, namespace: str) -> Collection:
        """The collection; an empty one, which is not kept, when there is none."""
        return self._collections.get(namespace) or Collection(namespace)
