"""The files of a project, read into memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from off_coroutine.migration.source.progress import Watch, unwatched
from off_coroutine.migration.source.source_file import Source, UnreadableError


def read(
    sources: Mapping[str, bytes], watch: Watch = unwatched
) -> tuple[list[Source], dict[str, UnreadableError]]:
    readable = []
    unreadable = {}
    for path in watch(list(sources), "reading"):
        try:
            readable.append(Source(path, sources[path]))
        except UnreadableError as error:
            unreadable[path] = error
    return readable, unreadable


@contextmanager
def without_collector() -> Iterator[None]:
    """Syntax trees are many objects and no garbage: collecting took two thirds of the time.

    At the end they all go to the oldest generation, or the next collection would visit each.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
