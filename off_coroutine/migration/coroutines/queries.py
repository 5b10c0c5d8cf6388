"""Questions about coroutines that a call certainly gives: where there is doubt, none."""

from __future__ import annotations

import ast

from off_coroutine.migration.coroutines.membership import Membership
from off_coroutine.migration.inference.callees import must_call
from off_coroutine.migration.inference.calls import decorator_names
from off_coroutine.migration.inference.values import infer_class
from off_coroutine.migration.semantics.asyncio_api import ASYNCIO_COROUTINES, TYPES_COROUTINE
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope

_QUEUE = frozenset({"get", "put", "join"})
# Classes of asyncio -> methods that are coroutines.
_METHODS = {
    "Event": frozenset({"wait"}),
    "Lock": frozenset({"acquire"}),
    "Condition": frozenset({"acquire", "wait", "wait_for"}),
    "Semaphore": frozenset({"acquire"}),
    "BoundedSemaphore": frozenset({"acquire"}),
    "Queue": _QUEUE,
    "PriorityQueue": _QUEUE,
    "LifoQueue": _QUEUE,
}
_METHOD_NAMES = frozenset().union(*_METHODS.values())
_FUNCTIONS = ASYNCIO_COROUTINES | {"to_thread"}


def gives_coroutine(call: ast.Call, scope: Scope, analysis: Membership) -> bool:
    """Return whether a call certainly gives a coroutine: of the package, or of asyncio."""
    project = analysis.project
    root, _, name = project.qualified_name(call.func, scope).rpartition(".")
    if root == "asyncio":
        return name in _FUNCTIONS
    if isinstance(call.func, ast.Attribute) and call.func.attr in _METHOD_NAMES:
        made = infer_class(call.func.value, scope, project)
        if isinstance(made, str) and made.startswith("asyncio."):
            return call.func.attr in _METHODS.get(made.rpartition(".")[2], ())
    return bool(must_call_coroutines(call.func, scope, analysis))


def must_call_coroutines(called: ast.expr, scope: Scope, analysis: Membership) -> list[Function]:
    """Return the coroutines one of which is called; empty if it may be anything else."""
    functions = must_call(called, scope, analysis.project)
    return functions if all(is_coroutine(function, analysis) for function in functions) else []


def is_coroutine(function: Function, analysis: Membership) -> bool:
    """Return whether a call of a function gives a coroutine, of either kind."""
    if function.is_native:
        return not function.yields  # else it is an asynchronous generator
    return function in analysis.members or is_types_coroutine(function, analysis.project)


def is_types_coroutine(function: Function, project: Project) -> bool:
    """Return whether a generator function stands under `types.coroutine`."""
    return function.is_generator and TYPES_COROUTINE in decorator_names(function, project)
