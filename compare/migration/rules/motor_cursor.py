"""A cursor read in a way that only Motor has.

Found: `cursor.fetch_next`, `next_object()`, `each(callback)` and `to_list(0)` in a module that
    imports Motor.
Why: Motor came to its end of life in May 2026; PyMongo's own asynchronous cursors have none of the
    first three, and `to_list(0)` is a ValueError there.
Fix: `async for document in cursor`, or `await cursor.next()`.
Safety: a module that does not import Motor is left out, and `super().each(...)` and the like.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module

KIND = Kind(
    __name__,
    why="PyMongo Async, which replaces Motor, does not have it",
    remedy="loop with `async for document in cursor`, or `await cursor.next()`",
)
_MODULES = ("motor", "motor_asyncio")


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    if not _imports_motor(module):
        return
    source = module.source
    for node, _ in module.nodes(ast.Attribute):
        if node.attr == "fetch_next" and isinstance(node.ctx, ast.Load):
            yield KIND.found(source, node, "`fetch_next` of a cursor")
    for call, _ in module.nodes(ast.Call):
        if (
            isinstance(call.func, ast.Attribute)
            and not isinstance(call.func.value, ast.Call)
            and _is_of_motor(call, call.func.attr)
        ):
            yield KIND.found(source, call, f"`{call.func.attr}` of a cursor")


def _imports_motor(module: Module) -> bool:
    names = [alias.name for node, _ in module.nodes(ast.Import) for alias in node.names]
    names += [node.module or "" for node, _ in module.nodes(ast.ImportFrom)]
    return any(name.partition(".")[0] in _MODULES for name in names)


def _is_of_motor(call: ast.Call, name: str) -> bool:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if name == "to_list":
        return any(isinstance(v, ast.Constant) and v.value == 0 for v in arguments)
    return len(arguments) == {"next_object": 0, "each": 1}.get(name)
