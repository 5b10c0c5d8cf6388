"""A name of asyncio that is about to go.

Found: `asyncio.iscoroutinefunction`, event loop policies and child watchers.
Why: Python 3.14 warns of the first two (DeprecationWarning) and 3.16 is to remove them; child
    watchers are gone from 3.14.
Fix: `inspect.iscoroutinefunction`; `asyncio.run(..., loop_factory=...)` for a policy; nothing for a
    watcher.
Safety: what stands under a condition that asks for the version, in a `try`, or where warnings are
    caught is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.asyncio_api import API, LEAVING
from off_coroutine.migration.semantics.scopes import Module

INFO = RuleInfo(
    __name__,
    why="Python 3.14 warns of it, and 3.16 is to remove it",
    remedy="use what asyncio has instead",
    since="3.14",
)
_REMOVED = "asyncio has had no such name since Python 3.14"
_POLICY = "give `asyncio.run` or `asyncio.Runner` a `loop_factory`"
_WATCHER = "remove it: asyncio watches child processes by itself"
_INSTEAD = {"iscoroutinefunction": "use `inspect.iscoroutinefunction`"}

_CONDITIONS = ("version", "platform", "hasattr", "PY3", "TYPE_CHECKING")


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    project = analysis.project
    for node, scope in module.attributes(*LEAVING):
        if project.qualified_name(node, scope) == f"asyncio.{node.attr}":
            yield from _unconditional(node, node.attr, module)
    for statement, _ in module.nodes(ast.ImportFrom):
        if statement.module == "asyncio" and not statement.level:
            for alias in statement.names:
                if alias.name in LEAVING:
                    yield from _unconditional(statement, alias.name, module)


def _unconditional(node: ast.expr | ast.stmt, name: str, module: Module) -> Iterator[Finding]:
    if not _is_conditional(node, module) and not expects_failure(node, module):
        is_removed = API[name].removed is not None
        remedy = _WATCHER if is_removed else _INSTEAD.get(name, _POLICY)
        why = _REMOVED if is_removed else INFO.why
        finding = INFO.report(module.source, node, f"`asyncio.{name}`")
        yield replace(finding, remedy=remedy, why=why)


def _is_conditional(node: ast.AST, module: Module) -> bool:
    """Return whether a place is run only on some Pythons, if at all, or may fail without harm."""
    while not isinstance(node, ast.Module):
        child, node = node, module.parents[node]
        if isinstance(node, ast.Try) or child is getattr(node, "annotation", None):
            return True
        if isinstance(node, (ast.If, ast.IfExp)):
            test: ast.expr = node.test
        elif isinstance(node, ast.BoolOp):
            test = node.values[0]
        else:
            continue
        if any(word in ast.unparse(test) for word in _CONDITIONS):
            return True
    return False
