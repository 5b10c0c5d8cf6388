"""What a name means, followed through assignments and through the modules of a project."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.module_table import ModuleTable
from off_coroutine.migration.semantics.scopes import Binding, Module, Scope

_LONGEST_CHAIN = 8  # of names that stand for one another, so that a circle ends

# The full name of what is elsewhere, a module of the project, or syntax in it.
Meaning = str | Module | ast.AST | None


class Meanings(NamedTuple):
    """What a name may mean.

    Attributes:
        scopes: the functions and classes of the project.
        names: the full names of what is elsewhere, and of modules of the project.
        modules: the modules of the project.
        is_complete: whether it means one of these, and nothing else.
    """

    scopes: list[Scope]
    names: list[str]
    modules: list[Module]
    is_complete: bool

    @property
    def is_certain(self) -> bool:
        """Whether it means one thing, and which is known."""
        return self.is_complete and len({*self.scopes, *self.names}) == 1


class Resolver:
    """Follows names through a table of modules."""

    def __init__(self, table: ModuleTable) -> None:
        self._table = table
        self._known: dict[tuple[str, Module | None], list[Meaning]] = {}

    def may_follow(self, expression: ast.expr, scope: Scope) -> bool:
        """Return whether an expression may have a full name, at a glance: most have none."""
        while type(expression) is ast.Attribute:
            expression = expression.value
        return type(expression) is ast.Name and any(
            isinstance(binding, (str, ast.Name, ast.Attribute))
            for binding in scope.bindings_of(expression.id)
        )

    def meanings(
        self, expression: ast.expr, scope: Scope, steps: int = _LONGEST_CHAIN
    ) -> Iterator[Meaning]:
        """Yield what an expression may mean, None for what nothing is known of."""
        if not steps:
            yield None
        elif isinstance(expression, ast.Name):
            home = scope
            for binding in scope.bindings_of(expression.id):
                if isinstance(binding, (ast.Name, ast.Attribute)):
                    home = scope.defining_scope(expression.id) or scope
                yield from self._bound(binding, home, steps)
        elif isinstance(expression, ast.Attribute):
            for meaning in self.meanings(expression.value, scope, steps):
                yield from self._member(meaning, expression.attr, scope.module, steps)

    def _bound(self, binding: Binding, home: Scope, steps: int) -> Iterator[Meaning]:
        if isinstance(binding, str):
            yield from self._imported(binding, home.module, steps)
        elif isinstance(binding, (ast.Name, ast.Attribute)):
            yield from self.meanings(binding, home, steps - 1)
        else:
            yield binding

    def _imported(self, name: str, importer: Module | None, steps: int) -> Iterator[Meaning]:
        """Yield what a full name means that an import in a module has."""
        if steps < _LONGEST_CHAIN:
            yield from self._looked_up(name, importer, steps)
            return
        key = name, importer
        if key not in self._known:  # the same few are asked for at every use
            self._known[key] = list(self._looked_up(name, importer, steps))
        yield from self._known[key]

    def _looked_up(self, name: str, importer: Module | None, steps: int) -> Iterator[Meaning]:
        head, _, last = name.rpartition(".")
        owners = self._table.named(head, importer)
        if name in COROUTINE or not owners:
            yield from self._table.named(name, importer) or (name,)
        elif not steps:
            yield None
        for owner in owners if name not in COROUTINE and steps else ():
            yield from self._member(owner, last, owner, steps - 1)

    def _member(
        self, owner: Meaning, name: str, importer: Module | None, steps: int
    ) -> Iterator[Meaning]:
        """Yield what an attribute of something means: what a module binds, or a module in it."""
        if isinstance(owner, str):
            yield from self._imported(f"{owner}.{name}", importer, steps)
        elif not isinstance(owner, Module):
            yield None
        elif f"{owner.name}.{name}" in COROUTINE:
            yield f"{owner.name}.{name}"
        else:
            own = f"{owner.name}.{name}"  # what `from . import name` binds in a package
            within = self._table.submodule(owner, name)
            for binding in owner.bindings[name]:
                if binding != own:
                    yield from self._bound(binding, owner, steps)
                elif within is not None:
                    yield within
            if name not in owner.bindings:
                yield within

    def dotted(
        self, name: str, importer: Module | None, steps: int = _LONGEST_CHAIN
    ) -> Iterator[Meaning]:
        """Yield what a full name means that is looked up part by part."""
        head, _, last = name.rpartition(".")
        if not head:
            yield from self._imported(name, importer, steps)
            return
        for owner in self.dotted(head, importer, steps):
            yield from self._member(owner, last, importer, steps)


def names_among(meanings: Iterable[Meaning]) -> Iterator[str]:
    for meaning in meanings:
        if isinstance(meaning, (str, Module)):
            yield meaning if isinstance(meaning, str) else meaning.name


def preferred(names: Iterable[str]) -> str:
    """Return asyncio's of several names of one thing, else the first; empty if there is none."""
    return min(names, key=lambda name: name.partition(".")[0] != "asyncio", default="")
