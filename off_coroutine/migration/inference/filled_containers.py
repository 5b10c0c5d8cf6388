"""What is put into containers after they were made, found by the names of the containers."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property

from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Scope
from off_coroutine.migration.semantics.syntax import enclosing_class

Located = tuple[ast.expr, Scope]
# Methods of containers -> the place of what they put in.
_FILLING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "setdefault": 1}


class FilledContainers:
    """The items that a project puts into containers that have names."""

    def __init__(self, project: Project, calls: NameIndex[tuple[ast.Call, Scope]]) -> None:
        self._project = project
        self._calls_named = calls

    def items(self, container: ast.expr, scope: Scope) -> list[Located]:
        """Return what is put into a container after it was made, as far as its name tells."""
        place = _place(container, scope)
        if place is None or place[0] is None:
            return []
        return self._items.get(place, [])

    def is_filled_elsewhere(self, container: ast.expr, scope: Scope) -> bool:
        """Return whether something is put into what may be the same container elsewhere.

        That of a class is the same in its instances and subclasses; that of a module, under its
        name in others. The name of a container in a function means no other one.
        """
        place = _place(container, scope)
        if place is None:
            return False
        owner, name = place
        others = self._owners.get(name, set()) - ({owner} if owner is not None else set())
        if isinstance(container, ast.Attribute):
            return bool(others)
        return owner is scope.module and any(o is None or o is o.module for o in others)

    @cached_property
    def _owners(self) -> dict[str, set[Scope | None]]:
        found: defaultdict[str, set[Scope | None]] = defaultdict(set)
        for owner, name in self._items:
            found[name].add(owner)
        return found

    @cached_property
    def _items(self) -> dict[tuple[Scope | None, str], list[Located]]:
        found: defaultdict[tuple[Scope | None, str], list[Located]] = defaultdict(list)

        def put(container: ast.expr, item: ast.expr, scope: Scope) -> None:
            if (place := _place(container, scope)) is not None:
                found[place].append((item, scope))

        for module in self._project.modules:
            for node, scope in module.nodes(ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Subscript):
                        put(target.value, node.value, scope)
        for method, number in _FILLING.items():
            for call, scope in self._calls_named[method]:
                if isinstance(call.func, ast.Attribute) and len(call.args) > number:
                    put(call.func.value, call.args[number], scope)
        for method in ("update", "extend"):
            for call, scope in self._calls_named[method]:
                if isinstance(call.func, ast.Attribute):
                    taken = [item for value in call.args for item in _taken(value)]
                    for item in (*taken, *(keyword.value for keyword in call.keywords)):
                        put(call.func.value, item, scope)
        return found


def _taken(value: ast.expr) -> list[ast.expr]:
    """Return what `extend` or `update` takes out of a value; of another name, all there is."""
    if isinstance(value, ast.Dict):
        return value.values
    if isinstance(value, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [value.elt]
    if isinstance(value, (ast.List, ast.Tuple, ast.Set)):
        return value.elts
    return [ast.Starred(value, ast.Load())]


def _place(container: ast.expr, scope: Scope) -> tuple[Scope | None, str] | None:
    """Return what stands for a container: a name where it is bound, or an attribute's name.

    An attribute is that of `self` in a class, or of anything else: `hass.data` is not `self.data`.
    """
    if isinstance(container, ast.Attribute):
        of_self = isinstance(container.value, ast.Name) and container.value.id in ("self", "cls")
        return enclosing_class(scope) if of_self else None, container.attr
    if isinstance(container, ast.Name):
        return scope.defining_scope(container.id), container.id
    return None
