"""`yield` without a value in a coroutine.

Found: a bare `yield`, or `yield None`, in a coroutine that becomes native.
Why: in an `async def` it would make an asynchronous generator, without a word.
Fix: `await asyncio.sleep(0)`, which gives the event loop one turn, as the `yield` did; one that
    is never reached, behind a `return` or `raise`, goes.
Safety: a coroutine that yields values is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.nodes import replace_by_await
from off_coroutine.migration.rewrite.statements import remove_statement
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import statement_before

INFO = RuleInfo(
    __name__,
    why="in an `async def` a `yield` makes an asynchronous generator",
    remedy="give the event loop a turn with `await asyncio.sleep(0)`",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        if analysis.becomes_async(function):
            for node in function.yields:
                yield INFO.fix(
                    module.source, node, "a bare `yield`", _edits(node, module, analysis)
                )


def _edits(node: ast.Yield, module: Module, analysis: CoroutineAnalysis) -> Iterator[Rewrite]:
    statement = module.parents[node]
    if isinstance(statement, ast.Expr):
        before = statement_before(statement, module)
        if isinstance(before, (ast.Return, ast.Raise)):  # it only made a generator of the function
            yield remove_statement(module, statement)
            return
    name, imports = ensure_import(module, "asyncio", node, analysis.project)
    yield from imports
    yield replace_by_await(module, node, f"await {name}.sleep(0)")
