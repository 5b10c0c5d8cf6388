"""Which functions of the package a call certainly reaches: where there is doubt, none."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from compare.migration.calls import enclosing_class
from compare.migration.coroutines import Coroutines
from compare.migration.evidence import decorator_names, last_name
from compare.migration.made import class_of
from compare.migration.module import Function, Scope
from compare.migration.names import ASYNCIO_COROUTINES, COROUTINE, TYPES_COROUTINE
from compare.migration.package import Package

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Decorators that leave what a call returns as it is.
_TRANSPARENT = COROUTINE | {TYPES_COROUTINE, "staticmethod", "classmethod", "abc.abstractmethod"}

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


def gives_coroutine(call: ast.Call, scope: Scope, coroutines: Coroutines) -> bool:
    """Return whether a call certainly gives a coroutine: of the package, or of asyncio."""
    package = coroutines.package
    root, _, name = package.full_name(call.func, scope).rpartition(".")
    if root == "asyncio":
        return name in _FUNCTIONS
    if isinstance(call.func, ast.Attribute) and call.func.attr in _METHOD_NAMES:
        made = class_of(call.func.value, scope, package)
        if isinstance(made, str) and made.startswith("asyncio."):
            return call.func.attr in _METHODS.get(made.rpartition(".")[2], ())
    return bool(coroutines_reached(call.func, scope, coroutines))


def reached(called: ast.expr, scope: Scope, package: Package) -> list[Function]:
    """Return the functions one of which is called; empty if it may be anything else."""
    found: Sequence[Scope]
    if isinstance(called, ast.Name):
        if any(binding is None for binding in scope.lookup(called.id)):
            return []
        found = package.definition(called, scope)
    elif isinstance(called, ast.Attribute) and is_super(called.value):
        owner = enclosing_class(scope)
        found = package.methods(ancestors(owner, package)[0][1:], called.attr) if owner else []
    elif isinstance(called, ast.Attribute) and called.attr in package.by_name:
        owner = _owner(called.value, scope, package)
        if owner is None:
            found = package.definition(called, scope)
        elif called.attr in package.attributes.assigned:
            return []
        else:
            found = _methods(owner, called.attr, package)
    else:
        return []
    functions = [item for item in found if isinstance(item, Function)]
    certain = len(functions) == len(found) and all(_is_plain(f, package) for f in functions)
    return functions if certain else []


def coroutines_reached(called: ast.expr, scope: Scope, coroutines: Coroutines) -> list[Function]:
    """Return the coroutines one of which is called; empty if it may be anything else."""
    functions = reached(called, scope, coroutines.package)
    return functions if all(is_coroutine(function, coroutines) for function in functions) else []


def is_coroutine(function: Function, coroutines: Coroutines) -> bool:
    """Return whether a call of a function gives a coroutine, of either kind."""
    if function.is_native:
        return not function.yields  # else it is an asynchronous generator
    return function in coroutines.found or is_types_coroutine(function, coroutines.package)


def is_types_coroutine(function: Function, package: Package) -> bool:
    """Return whether a generator function stands under `types.coroutine`."""
    return function.is_generator and TYPES_COROUTINE in decorator_names(function, package)


def is_super(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func) == "super"


def ancestors(owner: Scope, package: Package) -> tuple[list[Scope], list[str]]:
    """Return a class and its ancestors in the package, and the full names of those elsewhere.

    A base of which nothing is known has an empty name.
    """
    known, names = [owner], []
    for scope in known:
        assert scope.outer is not None
        for base, scopes in package.bases(scope):
            known += [found for found in scopes if found not in known]
            if not scopes:
                names.append(package.full_name(base, scope.outer))
    return known, names


def the_call(value: ast.expr, scope: Scope) -> ast.Call | None:
    """Return the call that gives a value: it, or all that is assigned to a local name."""
    if isinstance(value, ast.Name):
        bindings = scope.bindings[value.id]
        value = bindings[0] if len(bindings) == 1 and isinstance(bindings[0], ast.expr) else value
    return value if isinstance(value, ast.Call) else None


def _owner(value: ast.expr, scope: Scope, package: Package) -> Scope | None:
    """Return the class of the package to whose instances, or to which itself, a value belongs."""
    named = package.definition(value, scope)
    if len(named) == 1 and named[0].is_class:
        return named[0]
    made = class_of(value, scope, package)
    return made if isinstance(made, Scope) else None


def _methods(owner: Scope, name: str, package: Package) -> list[Function]:
    """Return what a method may be: of the class or its ancestors, and overrides of it."""
    if not package.methods(ancestors(owner, package)[0], name):
        return []
    return package.methods(package.related(owner), name)


def _is_plain(function: Function, package: Package) -> bool:
    assert function.outer is not None
    bindings = function.outer.bindings[function.name]
    if not all(isinstance(binding, _DEFINITIONS) for binding in bindings):
        return False
    return all(name in _TRANSPARENT for name in decorator_names(function, package))
