"""A coroutine that is awaited twice.

Found: a local name that stands for one call of a coroutine, awaited by two statements of one block.
Why: a coroutine runs once. The second `await` of a native one raises RuntimeError; of a
    generator-based one it gives None, without a word.
Fix: keep the result of the first `await`; or call the coroutine again; or make a task, which can be
    awaited often.
Safety: only where nothing else is ever assigned to the name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import must_call_coroutines
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.scopes import Function, Module

INFO = RuleInfo(
    __name__,
    why="the second `await` of a coroutine raises RuntimeError, or gives None",
    remedy="keep the result of the first, or call the coroutine again",
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        first: dict[tuple[str, ast.AST], ast.stmt] = {}
        nodes: list[ast.Await | ast.YieldFrom] = [*function.awaits, *function.delegations]
        for node in sorted(nodes, key=module.source.start):
            if isinstance(node.value, ast.Name) and _is_coroutine(node.value, function, analysis):
                statement = module.statement(node)
                block = node.value.id, module.parents[statement]
                if first.setdefault(block, statement) is not statement and _same_list(
                    first[block], statement, module
                ):
                    yield INFO.report(module.source, node, f"`{node.value.id}`, awaited before")


def _is_coroutine(name: ast.Name, function: Function, analysis: CoroutineAnalysis) -> bool:
    bindings = function.bindings.get(name.id, [])
    if len(bindings) != 1 or not isinstance(call := bindings[0], ast.Call):
        return False
    return bool(must_call_coroutines(call.func, function, analysis))


def _same_list(first: ast.stmt, second: ast.stmt, module: Module) -> bool:
    """Return whether one statement follows another in the same list of statements."""
    for _, value in ast.iter_fields(module.parents[first]):
        if isinstance(value, list) and first in value:
            return second in value
    return False
