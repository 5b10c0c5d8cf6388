"""Functions that give what can be awaited: a coroutine, or an object that has one."""

from __future__ import annotations

from collections.abc import Collection

from compare.migration.calls import called_by
from compare.migration.module import Function, Scope
from compare.migration.names import AWAITABLE
from compare.migration.package import Package


def gives_awaitable(function: Function, coroutines: Collection[Function], package: Package) -> bool:
    """Return whether a function is a coroutine, or makes an object of an awaitable class."""
    if function in coroutines or function.is_generator:
        return function in coroutines
    made = [
        definition
        for node in function.returns
        if node.value is not None
        for called in called_by(node.value, function)
        for definition in package.definition(called, function)
    ]
    return bool(made) and all(_is_awaitable(each, coroutines, package) for each in made)


def _is_awaitable(made: Scope, coroutines: Collection[Function], package: Package) -> bool:
    if not made.is_class:
        return False
    related = package.related(made)
    methods = [method for name in AWAITABLE for method in package.methods(related, name)]
    return any(method.name == "__await__" or method in coroutines for method in methods)
