"""`raise StopIteration` in a coroutine.

Found: `raise StopIteration` or `raise StopIteration(value)` in a coroutine that becomes native, or
    in a generator that delegates to one.
Why: it was how Python 3.4 let a generator return a value early. In a decorated one it is a
    RuntimeError from 3.5, in any generator from 3.7.
Fix: `return value`.
Safety: under a `try` whose handlers may catch it, a coroutine is refused, and a generator stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.spans import span
from off_coroutine.migration.rewrite.statements import replace_statement
from off_coroutine.migration.semantics.scopes import Function, Module
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="a generator or coroutine that raises StopIteration fails with a RuntimeError",
    remedy="return the value",
)
_CATCHING = frozenset({"StopIteration", "Exception", "BaseException"})


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    for node in _raised(function):
        if _is_caught(node, function):
            reason = "it raises `StopIteration`, which it may catch itself"
            yield Blocker(node, reason, "return from outside of the `try`")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        if analysis.becomes_async(function):
            what = "`raise StopIteration` in a coroutine"
        elif _delegates_to_native(function, analysis):
            what = "`raise StopIteration` in a generator"
        else:
            continue
        for node in _raised(function):
            if not _is_caught(node, function):
                yield INFO.fix(module.source, node, what, [_returned(node, module)])


def _delegates_to_native(function: Function, analysis: CoroutineAnalysis) -> bool:
    return any(
        analysis.will_be_async(target)
        for _, found in analysis.delegations(function)
        for target in found.functions
    )


def _returned(node: ast.Raise, module: Module) -> Rewrite:
    if isinstance(node.exc, ast.Call) and node.exc.args:
        return replace_statement(module, node, "return ", span(module, node.exc.args[0]))
    return replace_statement(module, node, "return")


def _raised(function: Function) -> Iterator[ast.Raise]:
    """Yield the statements of a function that raise `StopIteration` with at most one value."""
    for node, scope in function.module.nodes(ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        values = node.exc.args if isinstance(node.exc, ast.Call) else []
        is_named = isinstance(raised, ast.Name) and raised.id == "StopIteration"
        if scope is function and is_named and len(values) <= 1:
            yield node


def _is_caught(node: ast.AST, function: Function) -> bool:
    while node is not function.node:
        child, node = node, function.module.parents[node]
        if isinstance(node, ast.Try) and child in node.body:
            for handler in node.handlers:
                caught = handler.type
                classes = caught.elts if isinstance(caught, ast.Tuple) else [caught]
                if any(name is None or last_name(name) in _CATCHING for name in classes):
                    return True
    return False
