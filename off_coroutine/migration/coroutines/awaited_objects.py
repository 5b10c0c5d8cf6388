"""Functions that give what can be awaited: a coroutine, or an object that has one."""

from __future__ import annotations

from collections.abc import Collection

from off_coroutine.migration.inference.callees import called_by
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope


def gives_awaitable(function: Function, analysis: Collection[Function], project: Project) -> bool:
    """Return whether a function is a coroutine, or makes an object of an awaitable class."""
    if function in analysis or function.is_generator:
        return function in analysis
    made = [
        definition
        for node in function.returns
        if node.value is not None
        for called in called_by(node.value, function)
        for definition in project.definition(called, function)
    ]
    return bool(made) and all(_is_awaitable(each, analysis, project) for each in made)


def _is_awaitable(made: Scope, analysis: Collection[Function], project: Project) -> bool:
    if not made.is_class:
        return False
    related = project.class_hierarchy(made)
    methods = [method for name in AWAITABLE for method in project.methods(related, name)]
    return any(method.name == "__await__" or method in analysis for method in methods)
