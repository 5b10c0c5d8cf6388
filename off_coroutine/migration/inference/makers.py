"""Which classes may have made a value, by names alone, where its class is not known.

A name stands for all that is assigned to it or returned under it anywhere in the project.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection

from off_coroutine.migration.inference.solver import Key, Need, Reaching, Solver, Steps, join
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.syntax import last_name


class Makers:
    """Names of classes by what waiting for a value gives.

    What has been waited for is what a coroutine returns, not an object that waits for it.
    """

    def __init__(
        self, project: Project, known: Collection[str], are_coroutines: Callable[[str], bool]
    ) -> None:
        self._project = project
        self._known = known
        self._are_coroutines = are_coroutines
        self.solver = Solver(self._steps)

    def of(self, value: ast.expr) -> set[str]:
        """Return the names of the classes that may have made what waiting for a value gives."""
        values = self.solver.solve(("value", value, False)).values
        return {name for name in values if isinstance(name, str)}

    def _steps(self, key: Key) -> Steps:
        kind, subject, is_waited_for = key
        return (self._value if kind == "value" else self._named)(subject, is_waited_for)

    def _value(self, value: ast.expr, is_waited_for: bool) -> Steps:
        value, name, is_waited_for = _without_wait(value, is_waited_for)
        if not (isinstance(value, ast.Call) and self._is_class(name)):
            return (yield Need(("name", name, is_waited_for)))
        if not is_waited_for:
            return Reaching((name,))
        found = []
        for argument in value.args:
            found.append((yield Need(("value", argument, True))))
        return join(found)

    def _named(self, name: str, is_waited_for: bool) -> Steps:
        gives = is_waited_for and not self._are_coroutines(name)
        found = []
        values = self._project.values_by_name[name]
        for key in dict.fromkeys(self._key(value, gives) for value in values):
            found.append((yield Need(key)))
        return join(found)

    def _key(self, value: ast.expr, is_waited_for: bool) -> Key:
        """Return what to ask about a value: about its name, which many values of a name share."""
        value, name, is_waited_for = _without_wait(value, is_waited_for)
        if isinstance(value, ast.Call) and self._is_class(name):
            return "value", value, is_waited_for
        return "name", name, is_waited_for

    def _is_class(self, name: str) -> bool:
        return name in self._known or name in self._project.classes_by_name


def _without_wait(value: ast.expr, is_waited_for: bool) -> tuple[ast.expr, str, bool]:
    """Return what a value is made from, its last name, and whether it is waited for."""
    if isinstance(value, (ast.YieldFrom, ast.Await)):
        value, is_waited_for = value.value, True
    return value, last_name(value.func if isinstance(value, ast.Call) else value), is_waited_for
