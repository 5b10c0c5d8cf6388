"""A package as a whole: its modules, what names mean across them, its classes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property

from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.attributes import Attributes
from off_coroutine.migration.semantics.module_table import ModuleTable
from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.semantics.resolution import (
    Meaning,
    Meanings,
    Resolver,
    names_among,
    preferred,
)
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.source.source_file import Source


class Project:
    """Modules that are migrated together.

    Args:
        known: modules of another project, which are taken over where their sources are the same.

    Attributes:
        modules: in the order of their paths.
        by_name: name -> every function of that name in any module.
        classes_by_name: name -> every class of that name in any module.
    """

    def __init__(self, sources: Iterable[Source], known: Iterable[Module] = ()) -> None:
        self._table = ModuleTable(sources, known)
        self._resolver = Resolver(self._table)
        self.modules = self._table.modules
        self.functions_named: NameIndex[Function] = NameIndex()
        self.classes_by_name: NameIndex[Scope] = NameIndex()
        self._scopes: dict[ast.AST, Scope] = {}
        self._related: dict[Scope, Collection[Scope]] = {}
        self._spellings: dict[tuple[str, ...], Collection[str]] = {}
        for module in self.modules:
            for function in module.functions:
                self._scopes[function.node] = function
                if function.name:
                    self.functions_named.add(function.name, function)
            for scope in module.classes:
                self._scopes[scope.node] = scope
                assert isinstance(scope.node, ast.ClassDef)
                self.classes_by_name.add(scope.node.name, scope)

    def meanings(self, expression: ast.expr, scope: Scope) -> Meanings:
        """Return all that a name, or an attribute of a module, may mean where it is evaluated."""
        return self._sorted_out(self._resolver.meanings(expression, scope))

    def qualified_name(self, expression: ast.expr, scope: Scope) -> str:
        """Return the full name of what an expression means, if imported; else the empty string.

        A name that the package itself defines is followed to what it stands for. Of several, such
        as `asyncio` and what takes its place where there is none, asyncio is meant; `meanings`
        says whether it is certain.
        """
        if not self._resolver.may_follow(expression, scope):
            return ""
        return preferred(names_among(self._resolver.meanings(expression, scope)))

    def definition(self, expression: ast.expr, scope: Scope) -> list[Scope]:
        """Return the functions and classes of the package that an expression may mean.

        They are all of them where `meanings(...).is_complete`.
        """
        if type(expression) is not ast.Name and not self._resolver.may_follow(expression, scope):
            return []
        return [
            self._scopes[meaning]
            for meaning in self._resolver.meanings(expression, scope)
            if isinstance(meaning, ast.AST) and meaning in self._scopes
        ]

    def named(self, qualified_name: str, importer: Module | None = None) -> Meanings:
        """Return all that a full name may mean, as an import in a module has it."""
        return self._sorted_out(self._resolver.dotted(qualified_name, importer))

    def defined(self, qualified_name: str, importer: Module | None = None) -> list[Scope]:
        """Return the functions and classes of the package that have a full name."""
        return self.named(qualified_name, importer).scopes

    def canonical_name(self, qualified_name: str, importer: Module | None = None) -> str:
        """Return what else a full name is called where it comes from; empty if nowhere."""
        return preferred(names_among(self._resolver.dotted(qualified_name, importer)))

    def has_module(self, qualified_name: str, importer: Module | None = None) -> bool:
        return bool(self._table.named(qualified_name, importer))

    def modules_named(self, qualified_name: str, importer: Module | None = None) -> list[Module]:
        """Return the modules one of which an import in a module means by a full name."""
        return self._table.named(qualified_name, importer)

    def spellings(self, *names: str) -> Collection[str]:
        """Return the last identifiers under which what has one of some names may be written.

        They are these names and, through one another, what imports and assignments call them:
        whatever has a full name that ends with one of `names` is written with one of these.
        """
        if names not in self._spellings:
            found = dict.fromkeys(names)
            pending = list(names)
            while pending:
                others = [name for name in self._aliases[pending.pop()] if name not in found]
                found.update(dict.fromkeys(others))
                pending += others
            self._spellings[names] = found.keys()
        return self._spellings[names]

    @cached_property
    def _aliases(self) -> NameIndex[str]:
        found: NameIndex[str] = NameIndex()
        for original, name in dict.fromkeys(a for module in self.modules for a in module.aliases):
            found.add(original, name)
        return found

    @cached_property
    def importers(self) -> dict[Module, list[tuple[Module, ast.ImportFrom]]]:
        """Module -> the `from` imports that may take names of it, and where they stand."""
        found: defaultdict[Module, list[tuple[Module, ast.ImportFrom]]] = defaultdict(list)
        for importer in self.modules:
            for node, _ in importer.nodes(ast.ImportFrom):
                for module in self._table.named(importer.absolute(node), importer):
                    found[module].append((importer, node))
        return dict(found)

    def is_coroutine_decorator(self, expression: ast.expr, scope: Scope) -> bool:
        return self.qualified_name(expression, scope) in COROUTINE

    def class_hierarchy(self, owner: Scope) -> Collection[Scope]:
        """Return a class with its ancestors and descendants, as far as the package has them."""
        if owner not in self._related:
            ancestors = self._reached(owner, self._parents)
            descendants = self._reached(owner, self._children.__getitem__)
            self._related[owner] = {owner: None} | ancestors | descendants
        return self._related[owner]

    def bases(self, owner: Scope) -> Iterator[tuple[ast.expr, list[Scope]]]:
        """Yield each base of a class with the classes of the package that it means."""
        assert isinstance(owner.node, ast.ClassDef) and owner.outer is not None
        for base in owner.node.bases:
            found = self.definition(base, owner.outer)
            yield base, [scope for scope in found if scope.is_class]

    def methods(self, owners: Iterable[Scope], name: str) -> list[Function]:
        """Return the methods of that name that classes define."""
        return [
            function
            for owner in owners
            for node in owner.bindings[name]
            if isinstance(node, ast.AST)
            and isinstance(function := self._scopes.get(node), Function)
        ]

    def _reached(self, owner: Scope, next_to: Callable[[Scope], list[Scope]]) -> dict[Scope, None]:
        """Return the classes that are reached from one, in an order that is always the same."""
        found: dict[Scope, None] = {}
        pending = [owner]
        while pending:
            others = [scope for scope in next_to(pending.pop()) if scope not in found]
            pending += others
            found.update(dict.fromkeys(others))
        return found

    def _parents(self, owner: Scope) -> list[Scope]:
        return [scope for _, scopes in self.bases(owner) for scope in scopes]

    @cached_property
    def _children(self) -> defaultdict[Scope, list[Scope]]:
        found: defaultdict[Scope, list[Scope]] = defaultdict(list)
        for module in self.modules:
            for scope in module.classes:
                for _, bases in self.bases(scope):
                    for base in bases:
                        found[base].append(scope)
        return found

    @cached_property
    def values_by_name(self) -> NameIndex[ast.expr]:
        """Name of a variable, attribute or property -> what may be its value, in any module."""
        found: NameIndex[ast.expr] = NameIndex()
        for module in self.modules:
            for node, _ in module.nodes(ast.Assign):
                for target in node.targets:
                    if isinstance(target, (ast.Name, ast.Attribute)):
                        name = target.id if isinstance(target, ast.Name) else target.attr
                        found.add(name, node.value)
            for function in module.functions:
                for returned in function.returns:
                    if returned.value:
                        found.add(function.name, returned.value)
        return found

    def owner_of(
        self, qualified_name: str, importer: Module | None = None
    ) -> tuple[Module | None, str]:
        """Return the one module of the package that a full name belongs to, and the name in it."""
        head, _, last = qualified_name.rpartition(".")
        found = self._table.named(head, importer)
        return found[0] if len(found) == 1 else None, last

    @cached_property
    def attributes(self) -> Attributes:
        return Attributes(self.modules)

    def _sorted_out(self, found: list[Meaning]) -> Meanings:
        scopes = [self._scopes[m] for m in found if isinstance(m, ast.AST) and m in self._scopes]
        names = list(names_among(found))
        modules = [meaning for meaning in found if isinstance(meaning, Module)]
        is_complete = bool(found) and len(scopes) + len(names) == len(found)
        return Meanings(scopes, names, modules, is_complete)
