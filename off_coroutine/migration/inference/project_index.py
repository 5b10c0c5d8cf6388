"""What is found by name in a project, in one pass over each kind of node, when first asked for."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from off_coroutine.migration.inference.escapes import escaping
from off_coroutine.migration.inference.filled_containers import FilledContainers
from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class, last_name


class CallSite(NamedTuple):
    """A call, or a decorator, which is called with what it decorates.

    Attributes:
        function: what is called.
        call: None for a decorator.
        scope: where it stands.
        decorated: what a decorator is given.
        bound: how many parameters the receiver takes: one for a method of an instance.
    """

    function: Function
    call: ast.Call | None
    scope: Scope
    decorated: Function | None
    bound: int


class ProjectIndex:
    """The calls, stores and names of a project by name.

    Attributes:
        scopes: node of a function or class -> its scope.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.scopes: dict[ast.AST, Scope] = {}
        for module in project.modules:
            for scope in (*module.functions, *module.classes):
                self.scopes[scope.node] = scope
        self._methods: dict[str, tuple[Function, ...]] = {}
        self._sites: dict[str, dict[Function, list[CallSite]]] = {}
        self._stores: dict[Module, dict[tuple[Scope, str], list[ast.Name]]] = {}

    @cached_property
    def calls_named(self) -> NameIndex[tuple[ast.Call, Scope]]:
        """The last name of what is called -> its calls."""
        found: NameIndex[tuple[ast.Call, Scope]] = NameIndex()
        for module in self.project.modules:
            for name, calls in module.calls_by_name.items():
                if name:
                    found.setdefault(name, []).extend(calls)
        return found

    def methods_named(self, name: str) -> tuple[Function, ...]:
        """Return every method of a name, the same tuple for all who ask."""
        if name not in self._methods:
            functions = self.project.functions_named[name]
            self._methods[name] = tuple(f for f in functions if f.owner is not None)
        return self._methods[name]

    @cached_property
    def _decorators_named(self) -> NameIndex[tuple[ast.expr, Function]]:
        found: NameIndex[tuple[ast.expr, Function]] = NameIndex()
        for module in self.project.modules:
            for function in module.functions:
                for node in function.decorators:
                    if name := last_name(node):
                        found.add(name, (node, function))
        return found

    @cached_property
    def aliases(self) -> NameIndex[str]:
        """The name of what is imported -> the names it gets."""
        found: NameIndex[str] = NameIndex()
        for module in self.project.modules:
            for node, _ in module.nodes(ast.ImportFrom):
                for alias in node.names:
                    if alias.asname and alias.asname not in found[alias.name]:
                        found.add(alias.name, alias.asname)
        return found

    @cached_property
    def escaping(self) -> set[Function]:
        """The functions that a call may reach of which nothing is known."""
        return escaping(self.project, self.aliases, self.calls_named["getattr"])

    def call_sites(self, function: Function) -> list[CallSite]:
        """Return the calls that certainly reach a function, by its name or that of its class."""
        name = function.name
        if name in ("__init__", "__new__") and function.owner is not None:
            name = function.owner.name
        if not name:
            return []
        names = [name, "__init__"] if name is not function.name else [name]
        return [
            site
            for each in (*names, *self.aliases[name])
            for site in self._sites_of(each).get(function, ())
        ]

    def _sites_of(self, name: str) -> dict[Function, list[CallSite]]:
        if name not in self._sites:
            found: defaultdict[Function, list[CallSite]] = defaultdict(list)
            for call, scope in self.calls_named[name]:
                for function, bound in self._direct(call.func, scope):
                    found[function].append(CallSite(function, call, scope, None, bound))
            for node, decorated in self._decorators_named[name]:
                assert decorated.outer is not None
                for function, bound in self._direct(node, decorated.outer):
                    site = CallSite(function, None, decorated.outer, decorated, bound)
                    found[function].append(site)
            self._sites[name] = found
        return self._sites[name]

    def _direct(self, called: ast.expr, scope: Scope) -> Iterator[tuple[Function, int]]:
        """Yield the functions that an expression names without a value in between."""
        for definition in self.project.definition(called, scope):
            if isinstance(definition, Function):
                yield definition, 0
            elif definition.is_class:
                for name in ("__init__", "__new__"):
                    related = self.project.class_hierarchy(definition)
                    yield from ((method, 1) for method in self.project.methods(related, name))
        if isinstance(called, ast.Attribute) and (owner := enclosing_class(scope)) is not None:
            value = called.value.func if isinstance(called.value, ast.Call) else called.value
            if isinstance(value, ast.Name) and value.id in ("self", "cls", "super"):
                for method in self.project.methods(
                    self.project.class_hierarchy(owner), called.attr
                ):
                    yield method, 1

    def stores(self, scope: Scope, name: str) -> list[ast.Name]:
        """Return the places that bind a name, or delete it, other than a plain assignment."""
        module = scope.module
        if module not in self._stores:
            found: defaultdict[tuple[Scope, str], list[ast.Name]] = defaultdict(list)
            for node, where in module.nodes(ast.Name):
                if not isinstance(node.ctx, ast.Load):
                    parent = module.parents[node]
                    if not isinstance(parent, (ast.Assign, ast.AnnAssign)):
                        home = where.defining_scope(node.id)
                        if home is not None:
                            found[home, node.id].append(node)
            self._stores[module] = found
        return self._stores[module].get((scope, name), [])

    @cached_property
    def _attribute_stores(
        self,
    ) -> tuple[
        dict[tuple[Scope, str], list[tuple[ast.expr | None, Scope]]],
        NameIndex[tuple[ast.expr | None, Scope]],
    ]:
        own: defaultdict[tuple[Scope, str], list[tuple[ast.expr | None, Scope]]]
        own = defaultdict(list)
        elsewhere: NameIndex[tuple[ast.expr | None, Scope]] = NameIndex()
        for module in self.project.modules:
            for node, scope in module.attribute_stores:
                statement = module.parents[node]
                value = None
                if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                    if statement.value is None:
                        continue
                    value = statement.value
                receiver = node.value.id if isinstance(node.value, ast.Name) else ""
                owner = enclosing_class(scope) if receiver in ("self", "cls") else None
                if owner is None:
                    elsewhere.add(node.attr, (value, scope))
                else:
                    own[owner, node.attr].append((value, scope))
        for call, scope in self.calls_named["setattr"]:
            match call.args:
                case [_, ast.Constant(value=str(name)), value]:
                    elsewhere.add(name, (value, scope))
        return own, elsewhere

    def stored(self, owner: Scope, name: str) -> list[tuple[ast.expr | None, Scope]]:
        """Return what a class assigns to an attribute of `self`, None for what is not known."""
        return self._attribute_stores[0].get((owner, name), [])

    def stored_elsewhere(self, name: str) -> list[tuple[ast.expr | None, Scope]]:
        """Return what is assigned to an attribute of anything but `self`."""
        return self._attribute_stores[1][name]

    @cached_property
    def sets_any_attribute(self) -> set[Scope]:
        """The classes that call `setattr` of themselves with a name that is worked out."""
        found = set()
        for call, scope in self.calls_named["setattr"]:
            match call.args:
                case [ast.Name(id="self" | "cls"), name, _] if not isinstance(name, ast.Constant):
                    if owner := enclosing_class(scope):
                        found.add(owner)
        return found

    @cached_property
    def filled(self) -> FilledContainers:
        """What is put into containers after they were made."""
        return FilledContainers(self.project, self.calls_named)
