"""A cursor read in a way that only Motor has.

Found: `cursor.fetch_next`, `next_object()`, `each(callback)` and `to_list(0)` in a module that
    imports Motor.
Why: Motor came to its end of life in May 2026; PyMongo's own asynchronous cursors have none of the
    first three, and `to_list(0)` is a ValueError there.
Fix: `async for document in cursor`, or `await cursor.next()`.
Safety: a module that does not import Motor is left out, `super().each(...)` and the like, and
    a `fetch_next` that is called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.calls import is_super
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.import_graph import imports
from off_coroutine.migration.semantics.scopes import Module

INFO = RuleInfo(
    __name__,
    why="PyMongo Async, which replaces Motor, does not have it",
    remedy="loop with `async for document in cursor`, or `await cursor.next()`",
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    if not imports(module, "motor", "motor_asyncio"):
        return
    source = module.source
    for node, _ in module.attributes("fetch_next"):
        called = getattr(module.parents[node], "func", None) is node
        if isinstance(node.ctx, ast.Load) and not called:
            yield INFO.report(source, node, "`fetch_next` of a cursor")
    for call, _ in module.calls("to_list", "next_object", "each"):
        if (
            isinstance(call.func, ast.Attribute)
            and not is_super(call.func.value)
            and _is_of_motor(call, call.func.attr)
        ):
            yield INFO.report(source, call, f"`{call.func.attr}` of a cursor")


def _is_of_motor(call: ast.Call, name: str) -> bool:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if name == "to_list":
        return any(isinstance(v, ast.Constant) and v.value == 0 for v in arguments)
    return len(arguments) == {"next_object": 0, "each": 1}.get(name)
