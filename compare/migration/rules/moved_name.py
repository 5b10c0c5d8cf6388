"""A name of asyncio that has another one today.

Found: `asyncio.async` and `asyncio.JoinableQueue`.
Why: `async` is a keyword from Python 3.7: the file is a syntax error. `JoinableQueue` went in
    3.5.
Fix: `asyncio.ensure_future`, `asyncio.Queue`; each is the same object, in every Python that has
    both.
Safety: nothing else changes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module

KIND = Kind(
    __name__,
    why="asyncio has it under another name today",
    remedy="use the name of today",
)
_MOVED = {"asyncio.async": "ensure_future", "asyncio.JoinableQueue": "Queue"}


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    for node, scope in module.nodes(ast.Attribute):
        if node.attr in ("async", "JoinableQueue"):
            old = coroutines.package.full_name(node, scope)
            if old in _MOVED:
                end = source.end(node)
                edit = Edit(end - len(node.attr), end, _MOVED[old])
                yield KIND.converted(source, node, f"`{old}`", [edit])
    for statement, _ in module.nodes(ast.ImportFrom):
        if statement.module == "asyncio":
            for alias in statement.names:
                if alias.name == "async" and alias.asname:
                    edit = Edit(source.start(alias), source.end(alias), _as(alias.asname))
                    yield KIND.converted(source, statement, "`asyncio.async`", [edit])


def _as(name: str) -> str:
    return "ensure_future" if name == "ensure_future" else f"ensure_future as {name}"
