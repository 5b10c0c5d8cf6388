"""Questions about coroutines that a call certainly gives: where there is doubt, none."""

from __future__ import annotations

import ast

from off_coroutine.migration.coroutines.membership import Membership
from off_coroutine.migration.inference.callees import must_call
from off_coroutine.migration.inference.calls import decorator_names
from off_coroutine.migration.inference.values import infer_class
from off_coroutine.migration.semantics.asyncio_api import (
    API,
    COROUTINE_FUNCTIONS,
    COROUTINE_METHODS,
    TYPES_COROUTINE,
)
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope


def gives_coroutine(call: ast.Call, scope: Scope, analysis: Membership) -> bool:
    """Return whether a call certainly gives a coroutine: of the package, or of asyncio."""
    project = analysis.project
    root, _, name = project.qualified_name(call.func, scope).rpartition(".")
    if root == "asyncio":
        return name in COROUTINE_FUNCTIONS
    if isinstance(call.func, ast.Attribute) and call.func.attr in COROUTINE_METHODS:
        made = infer_class(call.func.value, scope, project)
        if isinstance(made, str) and made.startswith("asyncio."):
            row = API.get(made.rpartition(".")[2])
            return row is not None and call.func.attr in row.methods
    return bool(must_call_coroutines(call.func, scope, analysis))


def must_call_coroutines(called: ast.expr, scope: Scope, analysis: Membership) -> list[Function]:
    """Return the coroutines one of which is called; empty if it may be anything else."""
    functions = must_call(called, scope, analysis.project)
    return functions if all(is_coroutine(function, analysis) for function in functions) else []


def runs_in_coroutine(scope: Scope, analysis: Membership) -> bool:
    """Return whether what is evaluated in a scope is run by a coroutine, of either kind."""
    frame = scope.frame
    return isinstance(frame, Function) and (frame.is_native or frame in analysis.members)


def is_coroutine(function: Function, analysis: Membership) -> bool:
    """Return whether a call of a function gives a coroutine, of either kind."""
    if function.is_native:
        return not function.yields  # else it is an asynchronous generator
    return function in analysis.members or is_types_coroutine(function, analysis.project)


def is_types_coroutine(function: Function, project: Project) -> bool:
    """Return whether a generator function stands under `types.coroutine`."""
    return function.is_generator and TYPES_COROUTINE in decorator_names(function, project)
