"""Which functions of the package a call certainly reaches: where there is doubt, none."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.seeds import decorator_names
from off_coroutine.migration.inference.values import infer_class
from off_coroutine.migration.semantics.asyncio_api import (
    API,
    COROUTINE,
    COROUTINE_FUNCTIONS,
    COROUTINE_METHODS,
    TYPES_COROUTINE,
)
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class, last_name

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Decorators that leave what a call returns as it is.
_TRANSPARENT = COROUTINE | {TYPES_COROUTINE, "staticmethod", "classmethod", "abc.abstractmethod"}


def gives_coroutine(call: ast.Call, scope: Scope, analysis: CoroutineAnalysis) -> bool:
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


def must_call(called: ast.expr, scope: Scope, project: Project) -> list[Function]:
    """Return the functions one of which is called; empty if it may be anything else."""
    found: Sequence[Scope]
    if isinstance(called, ast.Name):
        if any(binding is None for binding in scope.bindings_of(called.id)):
            return []
        found = project.definition(called, scope)
    elif isinstance(called, ast.Attribute) and is_super(called.value):
        owner = enclosing_class(scope)
        found = project.methods(ancestors(owner, project)[0][1:], called.attr) if owner else []
    elif isinstance(called, ast.Attribute) and called.attr in project.functions_named:
        owner = _owner(called.value, scope, project)
        if owner is None:
            found = project.definition(called, scope)
        elif called.attr in project.attributes.assigned:
            return []
        else:
            found = _methods(owner, called.attr, project)
    else:
        return []
    functions = [item for item in found if isinstance(item, Function)]
    certain = len(functions) == len(found) and all(_is_plain(f, project) for f in functions)
    return functions if certain else []


def must_call_coroutines(
    called: ast.expr, scope: Scope, analysis: CoroutineAnalysis
) -> list[Function]:
    """Return the coroutines one of which is called; empty if it may be anything else."""
    functions = must_call(called, scope, analysis.project)
    return functions if all(is_coroutine(function, analysis) for function in functions) else []


def is_coroutine(function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether a call of a function gives a coroutine, of either kind."""
    if function.is_native:
        return not function.yields  # else it is an asynchronous generator
    return function in analysis.members or is_types_coroutine(function, analysis.project)


def runs_in_coroutine(scope: Scope, analysis: CoroutineAnalysis) -> bool:
    """Return whether what is evaluated in a scope is run by a coroutine, of either kind."""
    frame = scope.frame
    return isinstance(frame, Function) and (frame.is_native or frame in analysis.members)


def is_types_coroutine(function: Function, project: Project) -> bool:
    """Return whether a generator function stands under `types.coroutine`."""
    return function.is_generator and TYPES_COROUTINE in decorator_names(function, project)


def is_super(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func) == "super"


def ancestors(owner: Scope, project: Project) -> tuple[list[Scope], list[str]]:
    """Return a class and its ancestors in the package, and the full names of those elsewhere.

    A base of which nothing is known has an empty name.
    """
    known, names = [owner], []
    for scope in known:
        assert scope.outer is not None
        for base, scopes in project.bases(scope):
            known += [found for found in scopes if found not in known]
            if not scopes:
                names.append(project.qualified_name(base, scope.outer))
    return known, names


def the_call(value: ast.expr, scope: Scope) -> ast.Call | None:
    """Return the call that gives a value: it, or all that is assigned to a local name."""
    if isinstance(value, ast.Name):
        bindings = scope.local_bindings(value.id)
        value = bindings[0] if len(bindings) == 1 and isinstance(bindings[0], ast.expr) else value
    return value if isinstance(value, ast.Call) else None


def _owner(value: ast.expr, scope: Scope, project: Project) -> Scope | None:
    """Return the class of the package to whose instances, or to which itself, a value belongs."""
    named = project.definition(value, scope)
    if len(named) == 1 and named[0].is_class:
        return named[0]
    made = infer_class(value, scope, project)
    return made if isinstance(made, Scope) else None


def _methods(owner: Scope, name: str, project: Project) -> list[Function]:
    """Return what a method may be: of the class or its ancestors, and overrides of it."""
    if not project.methods(ancestors(owner, project)[0], name):
        return []
    return project.methods(project.class_hierarchy(owner), name)


def _is_plain(function: Function, project: Project) -> bool:
    assert function.outer is not None
    bindings = function.outer.bindings[function.name]
    if not all(isinstance(binding, _DEFINITIONS) for binding in bindings):
        return False
    return all(name in _TRANSPARENT for name in decorator_names(function, project))
