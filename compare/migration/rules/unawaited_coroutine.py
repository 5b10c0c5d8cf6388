"""A coroutine that is called and not awaited.

Found: a statement that only calls a coroutine of the package, or one of asyncio such as
    `asyncio.sleep` or `put` of an `asyncio.Queue`.
Why: nothing of it runs. A native coroutine that is dropped says so in a RuntimeWarning; a
    generator-based one says nothing, on any Python.
Fix: `await` it; or `asyncio.create_task` if it is meant to run beside, and keep the task.
Safety: a name that may be anything else, a function under a decorator that is not known, a call
    within `with raises(...)` and the like, and one whose comment tells a type checker to ignore
    `unused-coroutine` are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.deliberate import is_deliberate
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module
from compare.migration.reached import gives_coroutine

KIND = Kind(
    __name__,
    why="a coroutine that nobody awaits never runs",
    remedy="await it, or give it to `asyncio.create_task` and keep the task",
)


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for call, scope in module.nodes(ast.Call):
        statement = module.parents[call]
        while isinstance(statement, (ast.BoolOp, ast.IfExp)):
            statement = module.parents[statement]
        if (
            not isinstance(statement, ast.Expr)
            or is_deliberate(statement, module)
            or _is_acknowledged(statement, module)
        ):
            continue
        if gives_coroutine(call, scope, coroutines):
            what = f"the coroutine `{last_name(call.func)}`, called and not awaited"
            yield KIND.found(module.source, call, what)


def _is_acknowledged(statement: ast.stmt, module: Module) -> bool:
    """Return whether a comment tells a type checker, by the name of its rule, that it is meant."""
    source = module.source
    end = source.end(statement)
    return "unused-coroutine" in source.text[end : source.line_end(end)]
