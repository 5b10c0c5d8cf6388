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

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import gives_coroutine
from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="a coroutine that nobody awaits never runs",
    remedy="await it, or give it to `asyncio.create_task` and keep the task",
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for call, scope in module.nodes(ast.Call):
        statement = module.parents[call]
        while isinstance(statement, (ast.BoolOp, ast.IfExp)):
            statement = module.parents[statement]
        if (
            not isinstance(statement, ast.Expr)
            or expects_failure(statement, module)
            or _is_acknowledged(statement, module)
        ):
            continue
        if gives_coroutine(call, scope, analysis):
            what = f"the coroutine `{last_name(call.func)}`, called and not awaited"
            yield INFO.report(module.source, call, what)


def _is_acknowledged(statement: ast.stmt, module: Module) -> bool:
    """Return whether a comment tells a type checker, by the name of its rule, that it is meant."""
    source = module.source
    end = source.end(statement)
    return "unused-coroutine" in source.text[end : source.line_end(end)]
