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

from compare.migration.coroutines import Coroutines
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module
from compare.migration.reached import coroutines_reached

KIND = Kind(
    __name__,
    why="the second `await` of a coroutine raises RuntimeError, or gives None",
    remedy="keep the result of the first, or call the coroutine again",
)


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        first: dict[tuple[str, ast.AST], ast.stmt] = {}
        nodes: list[ast.Await | ast.YieldFrom] = [*function.awaits, *function.delegations]
        for node in sorted(nodes, key=module.source.start):
            if isinstance(node.value, ast.Name) and _is_coroutine(node.value, function, coroutines):
                statement = module.statement(node)
                block = node.value.id, module.parents[statement]
                if first.setdefault(block, statement) is not statement and _same_list(
                    first[block], statement, module
                ):
                    yield KIND.found(module.source, node, f"`{node.value.id}`, awaited before")


def _is_coroutine(name: ast.Name, function: Function, coroutines: Coroutines) -> bool:
    bindings = function.bindings.get(name.id, [])
    if len(bindings) != 1 or not isinstance(call := bindings[0], ast.Call):
        return False
    return bool(coroutines_reached(call.func, function, coroutines))


def _same_list(first: ast.stmt, second: ast.stmt, module: Module) -> bool:
    """Return whether one statement follows another in the same list of statements."""
    for _, value in ast.iter_fields(module.parents[first]):
        if isinstance(value, list) and first in value:
            return second in value
    return False
