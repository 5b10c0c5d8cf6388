"""All that the server holds, in memory."""

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
    """The rest of an answer that is fetched in batches."""

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
    """Collections by their namespace (database.collection), cursors by their id."""

    def __init__(self) -> None:
        self.collections: dict[str, Collection] = {}
        self.cursors: dict[int, Cursor] = {}
        self.fail_point = FailPoint()

    def collection(self, namespace: str) -> Collection:
        """The collection; when there is none an empty one, which is not kept."""
        return self.collections.get(namespace) or Collection(namespace)

    def keep(self, cursor: Cursor) -> int:
        """The cursor's new id. Cursors that nobody has used for long are forgotten."""
        oldest = time.monotonic() - _LIFETIME
        self.cursors = {id: each for id, each in self.cursors.items() if each.used > oldest}
        # Unpredictable, so that an id from before a restart is not found instead of mistaken.
        id = int.from_bytes(os.urandom(8)) >> 1 | 1
        self.cursors[id] = cursor
        return id
