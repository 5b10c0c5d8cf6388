"""`concurrent.futures.CancelledError` around a suspension.

Found: a handler of that class in a `try` that suspends, and that catches no other cancellation.
Why: up to Python 3.7 `asyncio.CancelledError` was the same class. From 3.8 it is one of its own:
    the handler is never entered, so its clean-up does not happen.
Fix: `except asyncio.CancelledError`, and raise it again; or clean up in `finally`.
Safety: a handler that only raises the cancellation again, a `try` that also calls `.result()`,
    which may raise the other class, and a package that raises that class itself are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="a cancellation is not of this class from Python 3.8",
    remedy="catch `asyncio.CancelledError` and raise it again, or clean up in `finally`",
)
_OF_POOLS = frozenset(
    {"concurrent.futures.CancelledError", "concurrent.futures._base.CancelledError"}
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    project = analysis.project
    for function in module.functions:
        for block in _suspending(function):
            types = [handler.type for handler in block.handlers if not _only_raises(handler)]
            found = [
                caught for caught in types if caught and _is_of_pools(caught, function, project)
            ]
            if found and not _takes_result(block) and not _raises_it_itself(project):
                what = "`concurrent.futures.CancelledError` around a suspension"
                yield INFO.report(module.source, found[0], what)


def _suspending(function: Function) -> list[ast.Try]:
    """Return the `try` statements of a function that suspend in their first block."""
    found: dict[ast.Try, None] = {}
    parents = function.module.parents
    for node in (*function.awaits, *function.delegations):
        child: ast.AST = node
        while child is not function.node:
            parent = parents[child]
            if isinstance(parent, ast.Try) and child in parent.body:
                found[parent] = None
            child = parent
    return list(found)


def _only_raises(handler: ast.ExceptHandler) -> bool:
    first = handler.body[0]
    return isinstance(first, ast.Raise) and first.exc is None


def _is_of_pools(caught: ast.expr, scope: Scope, project: Project) -> bool:
    """Return whether a handler catches the class of pools and not that of asyncio."""
    classes = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    names = {project.qualified_name(node, scope) for node in classes}
    return not names.isdisjoint(_OF_POOLS) and "asyncio.CancelledError" not in names


def _takes_result(block: ast.Try) -> bool:
    nodes = (node for statement in block.body for node in ast.walk(statement))
    return any(isinstance(node, ast.Call) and last_name(node.func) == "result" for node in nodes)


def _raises_it_itself(project: Project) -> bool:
    """Return whether the package raises the class of pools, or derives another one from it."""
    for module in project.modules:
        raised = (
            (node.exc.func if isinstance(node.exc, ast.Call) else node.exc, scope)
            for node, scope in module.nodes(ast.Raise)
            if node.exc is not None
        )
        bases = ((base, owner) for owner in module.classes for base, _ in project.bases(owner))
        for expression, scope in (*raised, *bases):
            if project.qualified_name(expression, scope) in _OF_POOLS:
                return True
    return False
