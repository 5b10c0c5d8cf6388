"""Files that are nested too deeply to be worked on, which only turns out meanwhile.

A project is decided upon as a whole, so it is decided upon again without them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from off_coroutine.migration.source.source_file import Source, UnreadableError

Result = TypeVar("Result")

# What walks a tree takes a few frames for each level. The stack of a process has room for more.
_FRAMES = 4000
# Code that people write is 30 levels deep at most. What overflows the stack above that is a fault.
_DEEP = 60


def without_rejected(
    decide: Callable[[Mapping[str, bytes]], Result], sources: Mapping[str, bytes]
) -> tuple[Result, dict[str, UnreadableError]]:
    """Return what is decided on sources, path -> content, and why some were left out of it."""
    rejected: dict[str, UnreadableError] = {}
    with _deep_recursion():
        while True:
            left = {path: content for path, content in sources.items() if path not in rejected}
            try:
                return decide(left), rejected
            except RecursionError:
                found = _nested_deepest(left)
                if not found:
                    raise
                rejected |= found


@contextmanager
def _deep_recursion() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _nested_deepest(sources: Mapping[str, bytes]) -> dict[str, UnreadableError]:
    """Return the files that are nested at least half as deeply as the worst."""
    depths = {path: _depth(path, content) for path, content in sources.items()}
    least = max(_DEEP, max(depths.values(), default=0) // 2)
    return {
        path: UnreadableError(0, f"it is nested too deeply: {depth:,} levels")
        for path, depth in depths.items()
        if depth > least
    }


def _depth(path: str, content: bytes) -> int:
    """Return how many levels the syntax tree of a file has; 0 if it has none."""
    try:
        level: list[ast.AST] = [Source(path, content).tree]
    except UnreadableError:
        return 0
    depth = 0
    while level:
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return depth
