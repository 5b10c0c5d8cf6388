"""A cancellation that `except Exception` handles.

Found: around a suspension, a handler of `Exception` that asks whether it has caught
    `CancelledError`, itself or in a method that it gives the exception to.
Why: from Python 3.8 `asyncio.CancelledError` is no `Exception`: the handler is not entered.
Fix: `except (Exception, asyncio.CancelledError)`, which catches on every Python what
    `except Exception` did up to 3.7. So do the handlers around a `try` whose handler raises it
    again.
Safety: a handler that does not ask stays: that it swallowed cancellations was rarely meant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import may_call
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="a cancellation is no `Exception` from Python 3.8",
    remedy="catch `asyncio.CancelledError` too",
    since="3.8",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for function in module.functions:
        asking = _asking(function, analysis.project)
        for handler in dict.fromkeys(outer for each in asking for outer in _reached(each, module)):
            caught = handler.type
            assert caught is not None
            name, imports = ensure_import(module, "asyncio", caught, analysis.project)
            edit = replace_node(module, caught, _both(name))
            what = "`except Exception` that handles cancellations"
            yield INFO.fix(source, caught, what, [*imports, edit])


def _both(asyncio: str) -> str:
    return f"(Exception, {asyncio}.CancelledError)"


def _asking(function: Function, project: Project) -> Iterator[ast.ExceptHandler]:
    """Yield the handlers of `Exception` around a suspension that ask for a cancellation."""
    parents = function.module.parents
    seen = set()
    for node in (*function.awaits, *function.delegations):
        child: ast.AST = node
        while child is not function.node:
            parent = parents[child]
            if isinstance(parent, ast.Try) and child in parent.body and parent not in seen:
                seen.add(parent)
                handler = _of_exception(parent)
                if handler is not None and handler.name and _asks(handler, function, project):
                    yield handler
            child = parent


def _of_exception(block: ast.Try) -> ast.ExceptHandler | None:
    """Return the handler that caught a cancellation up to Python 3.7; None if it is not general."""
    for handler in block.handlers:
        names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if any(name is None or last_name(name) == "CancelledError" for name in names):
            return None
        if [last_name(name) for name in names if name is not None] == ["Exception"]:
            return handler
    return None


def _asks(handler: ast.ExceptHandler, function: Function, project: Project) -> bool:
    for statement in handler.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and any(
                isinstance(argument, ast.Name) and argument.id == handler.name
                for argument in node.args
            ):
                if _is_question(node, function, project):
                    return True
                for called in may_call(node.func, function, project).functions:
                    if _contains_question(called, project):
                        return True
    return False


def _contains_question(function: Function, project: Project) -> bool:
    return any(
        _is_question(node, function, project)
        for node in ast.walk(function.node)
        if isinstance(node, ast.Call)
    )


def _is_question(call: ast.Call, scope: Scope, project: Project) -> bool:
    """Return whether a call is `isinstance(..., asyncio.CancelledError)`."""
    if last_name(call.func) != "isinstance" or len(call.args) != 2:
        return False
    classes = call.args[1].elts if isinstance(call.args[1], ast.Tuple) else [call.args[1]]
    return any(
        project.qualified_name(node, scope).startswith("asyncio.")
        and last_name(node) == "CancelledError"
        for node in classes
    )


def _reached(handler: ast.ExceptHandler, module: Module) -> Iterator[ast.ExceptHandler]:
    """Yield a handler and, if it raises what it caught again, those around it that catch that."""
    yield handler
    if not any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler)):
        return
    child: ast.AST = handler
    while not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        parent = module.parents[child]
        if isinstance(parent, ast.Try) and child in parent.body:
            outer = _of_exception(parent)
            if outer is not None:
                yield from _reached(outer, module)
                return
        child = parent
