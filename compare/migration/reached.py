"""Which functions of the package a call certainly reaches: where there is doubt, none."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from compare.migration.calls import enclosing_class
from compare.migration.coroutines import Coroutines
from compare.migration.evidence import last_name
from compare.migration.module import Function, Scope
from compare.migration.names import COROUTINE, TYPES_COROUTINE
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
_FUNCTIONS = frozenset(
    {"sleep", "wait", "wait_for", "open_connection", "open_unix_connection", "to_thread"}
    | {"start_server", "start_unix_server", "create_subprocess_exec", "create_subprocess_shell"}
)


def gives_coroutine(call: ast.Call, scope: Scope, coroutines: Coroutines) -> bool:
    """Return whether a call certainly gives a coroutine: of the package, or of asyncio."""
    package = coroutines.package
    root, _, name = package.full_name(call.func, scope).rpartition(".")
    if root == "asyncio":
        return name in _FUNCTIONS
    if isinstance(call.func, ast.Attribute):
        made = made_by_asyncio(call.func.value, package)
        if call.func.attr in _METHODS.get(made, ()):
            return True
    return bool(coroutines_reached(call.func, scope, coroutines))


def made_by_asyncio(value: ast.expr, package: Package) -> str:
    """Return the class of asyncio that all values of a name are made by; empty if there is none."""
    made = ""
    for other in package.values_by_name.get(last_name(value), ()):
        maker = ast.unparse(other.func) if isinstance(other, ast.Call) else ""
        if not maker.startswith("asyncio.") or made not in ("", maker):
            return ""  # at the first: a name such as `self.state` has thousands of values
        made = maker
    return made.removeprefix("asyncio.")


def reached(called: ast.expr, scope: Scope, package: Package) -> list[Function]:
    """Return the functions one of which is called; empty if it may be anything else."""
    found: Sequence[Scope]
    if isinstance(called, ast.Name):
        if any(binding is None for binding in scope.lookup(called.id)):
            return []
        found = package.definition(called, scope)
    elif isinstance(called, ast.Attribute):
        owner = _class_of(called.value, scope, package)
        if owner is None:
            found = package.definition(called, scope)
        elif called.attr in package.values_by_name and not _only_returned(called.attr, package):
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
    return function.is_generator and TYPES_COROUTINE in decorators(function, package)


def decorators(function: Function, package: Package) -> list[str]:
    """Return the full names of what decorates a function; its own name if it is a builtin."""
    assert function.outer is not None
    plain = (node.func if isinstance(node, ast.Call) else node for node in function.decorators)
    return [package.full_name(node, function.outer) or ast.unparse(node) for node in plain]


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


def _class_of(value: ast.expr, scope: Scope, package: Package) -> Scope | None:
    """Return the class of `self`, `cls` or of a name that only stands for one new instance."""
    if not isinstance(value, ast.Name):
        return None
    if value.id in ("self", "cls"):
        return enclosing_class(scope)
    bindings = scope.lookup(value.id)
    if len(bindings) == 1 and isinstance(call := bindings[0], ast.Call):
        made = package.definition(call.func, scope)
        return made[0] if len(made) == 1 and made[0].is_class else None
    return None


def _methods(owner: Scope, name: str, package: Package) -> list[Function]:
    """Return what a method may be: of the class or its ancestors, and overrides of it."""
    if not package.methods(ancestors(owner, package)[0], name):
        return []
    return package.methods(package.related(owner), name)


def _only_returned(name: str, package: Package) -> bool:
    """Return whether all values of a name are what functions of that name return."""
    returned = {id(node.value) for function in package.by_name[name] for node in function.returns}
    return all(id(value) in returned for value in package.values_by_name[name])


def _is_plain(function: Function, package: Package) -> bool:
    assert function.outer is not None
    bindings = function.outer.bindings[function.name]
    if not all(isinstance(binding, _DEFINITIONS) for binding in bindings):
        return False
    return all(name in _TRANSPARENT for name in decorators(function, package))
