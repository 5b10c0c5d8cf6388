"""Python's scopes: which names each one binds and reads, and where a name that it reads is bound.

What `symtable` says of a file is what these say of it; a test compares both.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from off_coroutine.migration.semantics.name_index import NameIndex

if TYPE_CHECKING:
    from off_coroutine.migration.semantics.scopes import Module

Callable = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
# What a name is bound to: the full name of an import, the syntax of a definition or of an assigned
# value, or None for a value that nothing is known of.
Binding = str | ast.AST | None

# Blocks whose parts run or not, or not to their end, and the field of each that always runs.
_BRANCHES: dict[type[ast.AST], str] = {
    ast.If: "test",
    ast.IfExp: "test",
    ast.While: "test",
    ast.For: "iter",
    ast.AsyncFor: "iter",
    ast.Try: "finalbody",
    ast.With: "items",
    ast.AsyncWith: "items",
    ast.Match: "subject",
    ast.BoolOp: "",
    ast.Assert: "",
}
if hasattr(ast, "TryStar"):
    _BRANCHES[ast.TryStar] = "finalbody"


class Site(NamedTuple):
    """Where a name is bound.

    Attributes:
        node: the import's alias, the definition, the assigned name, the parameter, the handler or
            the pattern.
        is_conditional: whether the scope's body may end without this binding made: it stands in a
            branch, a loop, a `try` or a `with`, or in a function that declares the name `global`.
    """

    node: ast.AST
    is_conditional: bool


class Scope:
    """A module, class, function, lambda or comprehension, or what type parameters open.

    Attributes:
        node: its syntax.
        outer: the scope around it; None for a module.
        module: the module that it stands in.
        is_class: whether it is the body of a class, whose names functions in it do not see.
        private: the class whose name `__x` in it begins with; empty outside of a class.
        bindings: name -> all that it is bound to here. What a function binds under `global` or
            `nonlocal` is among the bindings of the module or of the function around.
        reads: names that are loaded, deleted or declared here.
        global_names: names that are declared `global` here.
        nonlocal_names: names that are declared `nonlocal` here, or bound around a comprehension.
        deleted: names of its own that are unbound somewhere, by `del` or at the end of a handler.
        annotated: names that an annotation without a value makes its own.
    """

    def __init__(self, node: ast.AST, outer: Scope | None, module: Module) -> None:
        self.node = node
        self.outer = outer
        self.module = module
        self.is_class = False
        self.private: str = outer.private if outer else ""
        self.bindings: NameIndex[Binding] = NameIndex()
        self.reads: set[str] = set()
        self.global_names: set[str] | frozenset[str] = frozenset()
        self.nonlocal_names: set[str] | frozenset[str] = frozenset()
        self.deleted: set[str] | frozenset[str] = frozenset()
        self.annotated: set[str] | frozenset[str] = frozenset()
        self.sites: NameIndex[ast.AST] = NameIndex()

    @property
    def frame(self) -> Scope:
        """The module, class or function whose code runs what is evaluated here."""
        return self

    def bind(self, name: str, value: Binding, site: ast.AST) -> None:
        if name in self.sites:
            self.bindings[name].append(value)
            self.sites[name].append(site)
        else:  # `del` alone leaves an empty list of bindings
            self.bindings.setdefault(name, []).append(value)
            self.sites[name] = [site]

    def defining_scope(self, name: str) -> Scope | None:
        """Return the scope in which a name is bound that is read here."""
        if name in self.bindings:
            return self
        seen = self._seen_class()
        elsewhere = self.mangled(name) if name[:2] == "__" else name
        scope: Scope | None = self
        while scope is not None:
            if not scope.is_class or scope is seen:
                if name in scope.global_names:
                    return self.module if elsewhere in self.module.bindings else None
                key = name if scope.private == self.private else elsewhere
                if key in scope.bindings:
                    return scope
            scope = scope.outer
        return None

    def bindings_of(self, name: str) -> list[Binding]:
        """Return what a name is bound to where it is read here; empty if it is bound nowhere.

        A name that a star import from outside of the project may bind has one unknown binding.
        """
        home = self.defining_scope(name)
        if home is not None:
            return home.bindings[name if home.private == self.private else self.mangled(name)]
        if name == "__class__" and (around := self._class_cell()):
            return [around.node]
        return [None] if self.module.has_unknown_names else []

    def local_bindings(self, name: str) -> list[Binding]:
        """Return what a name is bound to by the function, class or module that runs this."""
        home = self.defining_scope(name)
        return home.bindings[name] if home is not None and home.frame is self.frame else []

    def binding_sites(self, name: str) -> list[Site]:
        """Return where a name is bound in this scope, in no order."""
        return [Site(node, self._is_conditional(node)) for node in self.sites[name]]

    def mangled(self, name: str) -> str:
        """Return what a name that is written here is called outside of the class around."""
        if name[:2] == "__" and self.private and name[-2:] != "__" and "." not in name:
            return f"_{self.private}{name}"
        return name

    def _seen_class(self) -> Scope:
        return self

    def _class_cell(self) -> Scope | None:
        """Return the class that `__class__` is in a function."""
        scope = self.outer
        while scope is not None and not scope.is_class:
            scope = scope.outer
        return None if self.is_class else scope

    def _is_conditional(self, node: ast.AST) -> bool:
        parents = self.module.parents
        while node is not self.node and node in parents:
            child, node = node, parents[node]
            if isinstance(node, _OPENING) and node is not self.node:
                return True
            certain = _BRANCHES.get(type(node))
            if certain is not None:
                always = getattr(node, certain, None)
                if not (child is always or (isinstance(always, list) and child in always)):
                    return True
        return False


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OPENING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, *_COMPREHENSIONS)


class Comprehension(Scope):
    """A comprehension or generator expression, in which its targets are bound."""

    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

    @property
    def frame(self) -> Scope:
        assert self.outer is not None
        return self.outer.frame


def iterable_scope(clause: ast.comprehension, scope: Scope) -> Scope:
    """Return the scope in which the iterable of a clause is evaluated: of the first, outside."""
    assert isinstance(scope, Comprehension) and scope.outer is not None
    return scope.outer if clause is scope.node.generators[0] else scope


class TypeParameters(Scope):
    """What `[T]` after a name opens, and the bounds, defaults and aliases evaluated late."""

    @property
    def frame(self) -> Scope:
        assert self.outer is not None
        return self.outer.frame

    def _seen_class(self) -> Scope:
        assert self.outer is not None
        return self.outer._seen_class()


class Function(Scope):
    """A function, method or lambda.

    Attributes:
        name: empty for a lambda.
        decorators: what stands above it.
        delegations: its own `yield from` expressions, not those of functions in it.
        yields: its own `yield` expressions.
        awaits: its own `await` expressions.
        returns: its own `return` statements.
    """

    node: Callable

    def __init__(self, node: Callable, outer: Scope, module: Module) -> None:
        super().__init__(node, outer, module)
        self.name = "" if isinstance(node, ast.Lambda) else node.name
        self.decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
        self.delegations: list[ast.YieldFrom] = []
        self.yields: list[ast.Yield] = []
        self.awaits: list[ast.Await] = []
        self.returns: list[ast.Return] = []

    @property
    def is_native(self) -> bool:
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def is_generator(self) -> bool:
        return bool(self.delegations or self.yields) and not self.is_native

    @property
    def owner(self) -> ast.ClassDef | None:
        """The class whose method it is."""
        outer = self.outer
        while isinstance(outer, TypeParameters):
            outer = outer.outer
        return outer.node if outer and isinstance(outer.node, ast.ClassDef) else None
