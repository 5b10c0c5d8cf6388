"""Functions that give what can be awaited: a coroutine, or an object that has one."""

from __future__ import annotations

from collections.abc import Container

from off_coroutine.migration.inference.calls import is_plain
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.solver import Instance, Result
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope


def gives_awaitable(function: Function, members: Container[Function], project: Project) -> bool:
    """Return whether all that a function gives is a coroutine, or an object of an awaitable class.

    What is not known is left out: something that is known has to speak for it.
    """
    if function in members or not is_plain(function, project):
        return function in members
    values = flow_of(project).solver.solve(("returns", function)).values
    made = [value.of for value in values if isinstance(value, (Instance, Result))]
    known = [each for each in made if isinstance(each, Scope)]
    return bool(known) and all(_is_awaitable(each, members, project) for each in known)


def _is_awaitable(made: Scope, members: Container[Function], project: Project) -> bool:
    """Return whether what a function gives, or an instance of a class, can be awaited."""
    if isinstance(made, Function):
        return made in members
    related = project.class_hierarchy(made)
    methods = [method for name in AWAITABLE for method in project.methods(related, name)]
    return any(method.name == "__await__" or method in members for method in methods)
