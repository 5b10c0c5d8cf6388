"""A cancellation that `except Exception` or another class was to catch.

Found: around a suspension, a handler of `Exception` that asks for `CancelledError`, or a handler of
    `concurrent.futures.CancelledError`.
Why: from Python 3.8 `asyncio.CancelledError` is a BaseException and a class of its own: the handler
    is never entered, so its clean-up does not happen.
Fix: `except asyncio.CancelledError`, and raise it again; clean up in `finally`.
Safety: a handler that only raises the cancellation again, a `try` that also calls `.result()`,
    which may raise the other class, and a package that raises that class itself are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module
from compare.migration.package import Package

KIND = Kind(
    __name__,
    why="a cancellation passes it from Python 3.8",
    remedy="catch `asyncio.CancelledError` and raise it again, or clean up in `finally`",
)
_OF_ASYNCIO = frozenset({"asyncio.CancelledError", "asyncio.exceptions.CancelledError"})
_OF_POOLS = frozenset(
    {"concurrent.futures.CancelledError", "concurrent.futures._base.CancelledError"}
)


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    package = coroutines.package
    for function in module.functions:
        for block in _suspending(function):
            caught = {name for h in block.handlers for name in _names(h.type, function, package)}
            if caught & _OF_ASYNCIO or _takes_result(block):
                continue
            for handler in block.handlers:
                if handler.type is None or _only_raises(handler.body):
                    continue
                if _OF_POOLS.intersection(
                    _names(handler.type, function, package)
                ) and not _uses_class_of_pools(package):
                    what = "`concurrent.futures.CancelledError` around a suspension"
                    yield KIND.found(module.source, handler.type, what)
                elif _asks(handler, function, package):
                    what = "`except Exception` that asks for `CancelledError`"
                    yield KIND.found(module.source, handler.type, what)


def _uses_class_of_pools(package: Package) -> bool:
    """Return whether the package raises the error of pools itself, or derives another from it."""
    for module in package.modules:
        raised = (
            (node.exc.func if isinstance(node.exc, ast.Call) else node.exc, scope)
            for node, scope in module.nodes(ast.Raise)
            if node.exc is not None
        )
        bases = ((base, owner) for owner in module.classes for base, _ in package.bases(owner))
        for expression, scope in (*raised, *bases):
            if package.full_name(expression, scope) in _OF_POOLS:
                return True
    return False


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


def _names(caught: ast.expr | None, function: Function, package: Package) -> list[str]:
    """Return the full names of the classes that a handler or `isinstance` names."""
    if caught is None:
        return []
    classes = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return [package.full_name(node, function) or last_name(node) for node in classes]


def _takes_result(block: ast.Try) -> bool:
    nodes = (node for statement in block.body for node in ast.walk(statement))
    return any(isinstance(node, ast.Call) and last_name(node.func) == "result" for node in nodes)


def _only_raises(body: list[ast.stmt]) -> bool:
    """Return whether a cancellation passes a block as it passes where the block is not entered."""
    return isinstance(body[0], ast.Raise) and body[0].exc is None


def _asks(handler: ast.ExceptHandler, function: Function, package: Package) -> bool:
    """Return whether a handler of `Exception` asks whether it has caught a cancellation."""
    if handler.name is None or _names(handler.type, function, package) != ["Exception"]:
        return False
    parents = function.module.parents
    return any(
        isinstance(node, ast.Call)
        and not (isinstance(asked := parents[node], ast.If) and _only_raises(asked.body))
        and last_name(node.func) == "isinstance"
        and len(node.args) == 2
        and last_name(node.args[0]) == handler.name
        and not _OF_ASYNCIO.isdisjoint(_names(node.args[1], function, package))
        for statement in handler.body
        for node in ast.walk(statement)
    )
