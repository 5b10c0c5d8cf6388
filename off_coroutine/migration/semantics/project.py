"""A package as a whole: its modules, what names mean across them, its classes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property

from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.attributes import Attributes
from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.source.source_file import Source

_LONGEST_CHAIN = 8  # of names that stand for one another, so that a circle ends


class Project:
    """Modules that are migrated together.

    Attributes:
        modules: in the order of their paths.
        by_name: name -> every function of that name in any module.
        classes_by_name: name -> every class of that name in any module.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        sources = sorted(sources, key=lambda source: source.path)
        folders = {source.path[: -len("__init__.py")] for source in sources if _is_init(source)}
        self.modules = [Module(source, _module_name(source.path, folders)) for source in sources]
        self._modules = {module.name: module for module in self.modules}
        self.functions_named: NameIndex[Function] = NameIndex()
        self.classes_by_name: NameIndex[Scope] = NameIndex()
        self._scopes: dict[ast.AST, Scope] = {}
        self._related: dict[Scope, Collection[Scope]] = {}
        for module in self.modules:
            for function in module.functions:
                self._scopes[function.node] = function
                if function.name:
                    self.functions_named.add(function.name, function)
            for scope in module.classes:
                self._scopes[scope.node] = scope
                assert isinstance(scope.node, ast.ClassDef)
                self.classes_by_name.add(scope.node.name, scope)

    def qualified_name(self, expression: ast.expr, scope: Scope) -> str:
        """Return the full name of what an expression means, if imported; else the empty string.

        A name that the package itself defines is followed to what it stands for. Of several, such
        as `asyncio` and what takes its place where there is none, asyncio is meant.
        """
        meanings = self._meanings(expression, scope, _LONGEST_CHAIN)
        return _preferred(meaning for meaning in meanings if isinstance(meaning, str))

    def definition(self, expression: ast.expr, scope: Scope) -> list[Scope]:
        """Return the functions and classes of the package that an expression certainly means."""
        return [
            self._scopes[meaning]
            for meaning in self._meanings(expression, scope, _LONGEST_CHAIN)
            if isinstance(meaning, ast.AST) and meaning in self._scopes
        ]

    def defined(self, qualified_name: str) -> list[Scope]:
        """Return the functions and classes of the package that have a full name."""
        meanings = self._imported(qualified_name, _LONGEST_CHAIN)
        return [self._scopes[m] for m in meanings if isinstance(m, ast.AST) and m in self._scopes]

    def canonical_name(self, qualified_name: str) -> str:
        """Return what else a full name is called where it comes from; empty if nowhere."""
        head, _, last = qualified_name.rpartition(".")
        if not head or qualified_name in self._modules:
            return qualified_name
        owner = self.canonical_name(head)
        names = self._imported(f"{owner}.{last}", _LONGEST_CHAIN) if owner else ()
        return _preferred(name for name in names if isinstance(name, str))

    def has_module(self, qualified_name: str) -> bool:
        return qualified_name in self._modules

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
            for node in owner.bindings.get(name, ())
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

    def owner_of(self, qualified_name: str) -> tuple[Module | None, str]:
        """Return the module of the package that a full name belongs to, and the name in it."""
        head, _, last = qualified_name.rpartition(".")
        return self._modules.get(head), last

    @cached_property
    def attributes(self) -> Attributes:
        return Attributes(self.modules)

    def _meanings(self, expression: ast.expr, scope: Scope, steps: int) -> Iterator[str | ast.AST]:
        if not steps:
            return
        if isinstance(expression, ast.Name):
            for binding in scope.bindings_of(expression.id):
                if isinstance(binding, str):
                    yield from self._imported(binding, steps)
                elif isinstance(binding, (ast.Name, ast.Attribute)):
                    yield from self._meanings(binding, self._home(expression.id, scope), steps - 1)
                elif binding is not None:
                    yield binding
        elif isinstance(expression, ast.Attribute):
            for meaning in self._meanings(expression.value, scope, steps):
                if isinstance(meaning, str):
                    yield from self._imported(f"{meaning}.{expression.attr}", steps)

    def _home(self, name: str, scope: Scope) -> Scope:
        while name not in scope.bindings and scope.outer is not None:
            scope = scope.outer
        return scope

    def _imported(self, name: str, steps: int) -> Iterator[str | ast.AST]:
        """Yield what a full name means, followed through the modules of the package."""
        if name in COROUTINE or name in self._modules:
            yield name
            return
        head, _, last = name.rpartition(".")
        module = self._modules.get(head)
        if module is None:
            yield name
            return
        for binding in self._exported(module, last, steps):
            if isinstance(binding, str):
                if binding != name:
                    yield from self._imported(binding, steps - 1) if steps else ()
            elif isinstance(binding, (ast.Name, ast.Attribute)):
                yield from self._meanings(binding, module, steps - 1)
            elif binding is not None:
                yield binding

    def _exported(self, module: Module, name: str, steps: int) -> list[str | ast.AST | None]:
        if name in module.bindings or not steps:
            return module.bindings.get(name, [])
        return [
            binding
            for star in module.bindings.get("*", ())
            if isinstance(star, str) and (other := self._modules.get(star.removesuffix(".*")))
            for binding in self._exported(other, name, steps - 1)
        ]


def _preferred(names: Iterable[str]) -> str:
    """Return asyncio's of several names of one thing, else the first; empty if there is none."""
    return min(names, key=lambda name: name.partition(".")[0] != "asyncio", default="")


def _is_init(source: Source) -> bool:
    return source.path.rpartition("/")[2] == "__init__.py"


def _module_name(path: str, packages: set[str]) -> str:
    """Return the name under which a module is imported: from its outermost package on."""
    *folders, file = path.split("/")
    parts = [] if file == "__init__.py" else [file.removesuffix(".py")]
    while folders and "/".join(folders) + "/" in packages:
        parts.insert(0, folders.pop())
    return ".".join(parts)
