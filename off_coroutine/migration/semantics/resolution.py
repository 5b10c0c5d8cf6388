"""What a name means, followed through assignments and through the modules of a project."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.module_table import ModuleTable
from off_coroutine.migration.semantics.scopes import Binding, Module, Scope

_LONGEST_CHAIN = 32  # of names that stand for one another
_MOST = 32  # meanings of a name; one of more may be anything

# The full name of what is elsewhere, a module of the project, or syntax in it.
Meaning = str | Module | ast.AST | None

# Where a name is bound, and it -> what it means, as far as it has been followed.
_Known = dict[tuple[Scope, str], list[Meaning]]


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

    def may_follow(self, expression: ast.expr, scope: Scope) -> bool:
        """Return whether an expression may have a full name, at a glance: most have none."""
        while type(expression) is ast.Attribute:
            expression = expression.value
        return type(expression) is ast.Name and any(
            isinstance(binding, (str, ast.Name, ast.Attribute))
            for binding in scope.bindings_of(expression.id)
        )

    def meanings(self, expression: ast.expr, scope: Scope) -> list[Meaning]:
        """Return what an expression may mean, with None for what nothing is known of."""
        return list(dict.fromkeys(self._meanings(expression, scope, {}, _LONGEST_CHAIN)))

    def dotted(self, name: str, importer: Module | None) -> list[Meaning]:
        """Return what a full name means that is looked up part by part."""
        return list(dict.fromkeys(self._dotted(name, importer, {})))

    def _meanings(
        self, expression: ast.expr, scope: Scope, known: _Known, steps: int
    ) -> list[Meaning]:
        if isinstance(expression, ast.Name):
            bindings = scope.bindings_of(expression.id)
            home = scope.defining_scope(expression.id) or scope
            return self._bound(expression.id, bindings, home, known, steps) or [None]
        if not isinstance(expression, ast.Attribute):
            return [None]
        owners = dict.fromkeys(self._meanings(expression.value, scope, known, steps))
        return [
            meaning
            for owner in owners
            for meaning in self._member(owner, expression.attr, scope.module, known, steps)
        ]

    def _bound(
        self, name: str, bindings: list[Binding], home: Scope, known: _Known, steps: int
    ) -> list[Meaning]:
        """Return what a name means by its bindings, which are followed once for one question.

        Names that stand for one another in a circle mean what leads into it. An attribute of the
        name itself, as in `node = node.next`, may be anything: following it anew is exponential in
        how many there are.
        """
        key = home, name
        if key in known:
            return known[key]
        if not steps:
            return [None]
        found: list[Meaning] = []
        known[key] = found
        attributes = [binding for binding in bindings if isinstance(binding, ast.Attribute)]
        plain: list[Meaning] = []
        for binding in bindings:
            if isinstance(binding, str):
                plain += self._imported(binding, home.module, known, steps - 1)
            elif isinstance(binding, ast.Name):
                plain += self._meanings(binding, home, known, steps - 1)
            elif not isinstance(binding, ast.Attribute):
                plain.append(binding)
        found += dict.fromkeys([*plain, None] if attributes else plain)
        for binding in attributes:
            plain += self._meanings(binding, home, known, steps - 1)
        meanings = list(dict.fromkeys(plain))
        known[key] = meanings if len(meanings) <= _MOST else [*meanings[:_MOST], None]
        return known[key]

    def _imported(
        self, name: str, importer: Module | None, known: _Known, steps: int
    ) -> list[Meaning]:
        """Return what a full name means that an import in a module has."""
        head, _, last = name.rpartition(".")
        owners = self._table.named(head, importer)
        if name in COROUTINE or not owners:
            return [*self._table.named(name, importer)] or [name]
        return [
            meaning
            for owner in owners
            for meaning in self._member(owner, last, owner, known, steps)
        ]

    def _member(
        self, owner: Meaning, name: str, importer: Module | None, known: _Known, steps: int
    ) -> list[Meaning]:
        """Return what an attribute of something means: what a module binds, or a module in it."""
        if isinstance(owner, str):
            return self._imported(f"{owner}.{name}", importer, known, steps)
        if not isinstance(owner, Module):
            return [None]
        own = f"{owner.name}.{name}"  # what `from . import name` binds in a package
        if own in COROUTINE:
            return [own]
        within = self._table.submodule(owner, name)
        if name not in owner.bindings:
            return [within]
        bindings = [binding for binding in owner.bindings[name] if binding != own]
        found = self._bound(name, bindings, owner, known, steps)
        is_own = len(bindings) < len(owner.bindings[name]) and within is not None
        return [*found, within] if is_own else found

    def _dotted(self, name: str, importer: Module | None, known: _Known) -> list[Meaning]:
        head, _, last = name.rpartition(".")
        if not head:
            return self._imported(name, importer, known, _LONGEST_CHAIN)
        return [
            meaning
            for owner in dict.fromkeys(self._dotted(head, importer, known))
            for meaning in self._member(owner, last, importer, known, _LONGEST_CHAIN)
        ]


def names_among(meanings: Iterable[Meaning]) -> Iterator[str]:
    for meaning in meanings:
        if isinstance(meaning, (str, Module)):
            yield meaning if isinstance(meaning, str) else meaning.name


def preferred(names: Iterable[str]) -> str:
    """Return asyncio's of several names of one thing, else the first; empty if there is none."""
    return min(names, key=lambda name: name.partition(".")[0] != "asyncio", default="")
