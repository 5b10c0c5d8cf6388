"""The index of one module: scopes, what names are bound to, and the nodes that rules ask for."""

from __future__ import annotations

import ast
from collections import abc, defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.source.source_file import Source

Node = TypeVar("Node", bound=ast.AST)
Callable = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

# What rules ask for by type; everything else is only passed.
_KEPT = frozenset(
    {ast.Call, ast.With, ast.For, ast.comprehension, ast.ImportFrom, ast.Import, ast.Attribute}
    | {ast.Raise, ast.Assign, ast.AnnAssign, ast.Name, ast.If, ast.Starred, ast.keyword, ast.arg}
)


class Scope:
    """A module, class, function or lambda.

    Attributes:
        node: its syntax.
        outer: the scope around it; None for a module.
        module: the module that it stands in.
        bindings: name -> all that it is bound to here: the full name of an import, or the syntax of
            a definition or of an assigned value, or None for a value that nothing is known of.
    """

    def __init__(self, node: ast.AST, outer: Scope | None, module: Module) -> None:
        self.node = node
        self.outer = outer
        self.module = module
        self.bindings: NameIndex[str | ast.AST | None] = NameIndex()

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    @property
    def frame(self) -> Scope:
        """The module, class or function whose code runs what is evaluated here."""
        return self

    def defining_scope(self, name: str) -> Scope | None:
        """Return the scope in which a name is bound that is read here."""
        scope: Scope | None = self
        while scope and (name not in scope.bindings or (scope.is_class and scope is not self)):
            scope = scope.outer
        return scope

    def bindings_of(self, name: str) -> list[str | ast.AST | None]:
        """Return what a name is bound to where it is read here; empty if it is bound nowhere."""
        home = self.defining_scope(name)
        return home.bindings[name] if home else []


class Function(Scope):
    """A function, method or lambda.

    Attributes:
        name: empty for a lambda.
        delegations: its own `yield from` expressions, not those of functions in it.
        yields: its own `yield` expressions.
        returns: its own `return` statements.
        inside: other scopes that stand in it.
    """

    node: Callable

    def __init__(self, node: Callable, outer: Scope, module: Module) -> None:
        super().__init__(node, outer, module)
        self.name = "" if isinstance(node, ast.Lambda) else node.name
        self.delegations: list[ast.YieldFrom] = []
        self.yields: list[ast.Yield] = []
        self.awaits: list[ast.Await] = []
        self.returns: list[ast.Return] = []

    @property
    def decorators(self) -> list[ast.expr]:
        return [] if isinstance(self.node, ast.Lambda) else self.node.decorator_list

    @property
    def is_native(self) -> bool:
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def is_generator(self) -> bool:
        return bool(self.delegations or self.yields) and not self.is_native

    @property
    def owner(self) -> ast.ClassDef | None:
        """The class whose method it is."""
        node = self.outer.node if self.outer else None
        return node if isinstance(node, ast.ClassDef) else None


class Module(Scope):
    """One file of a package.

    Attributes:
        source: its text and syntax tree.
        name: its full name, as other modules of the package import it.
        functions: every function and lambda in it.
        classes: every class in it.
        parents: node -> the node around it.
    """

    node: ast.Module

    def __init__(self, source: Source, name: str) -> None:
        super().__init__(source.tree, None, self)
        self.source = source
        self.name = name
        self.functions: list[Function] = []
        self.classes: list[Scope] = []
        self.parents: dict[ast.AST, ast.AST] = {}
        self._nodes: defaultdict[type, list[tuple[ast.AST, Scope]]] = defaultdict(list)
        self._index()

    def nodes(self, kind: type[Node]) -> Sequence[tuple[Node, Scope]]:
        """Return every node of a kind with the scope that it is evaluated in, in no order."""
        return self._nodes[kind]  # type: ignore[return-value]  # the key says the type

    @property
    def is_package(self) -> bool:
        return self.source.path.endswith("__init__.py")

    def statement(self, node: ast.AST) -> ast.stmt:
        """Return the statement that an expression stands in."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def _index(self) -> None:
        parents = self.parents
        nodes = self._nodes
        pending: list[tuple[ast.AST, Scope]] = [(self.node, self)]
        while pending:
            node, scope = pending.pop()
            kind = type(node)
            if kind in _KEPT:
                nodes[kind].append((node, scope))
            visit = _VISITS.get(kind)
            inner = visit(node, scope) if visit else scope
            for field in _FIELDS[kind]:
                value = getattr(node, field, None)
                within = inner if field in _INNER else scope
                if isinstance(value, list):
                    for item in value:
                        if isinstance(item, ast.AST):
                            parents[item] = node
                            pending.append((item, within))
                elif isinstance(value, ast.AST):
                    parents[value] = node
                    pending.append((value, within))

    def absolute(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module that a `from` import names."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".") if self.name else []
        dropped = node.level - self.is_package
        base = parts[: len(parts) - dropped] if dropped else parts
        return ".".join([*base, *([node.module] if node.module else [])])


# Fields without nodes, and operators, which are one object for all places.
_PLAIN = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module"}
    | {"op", "ops", "simple", "tag", "type_comment"}
)
_FIELDS = {
    kind: tuple(field for field in kind._fields if field not in _PLAIN)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
} | {ast.Constant: ()}
# Fields whose nodes a new scope evaluates; decorators, defaults and bases belong to the outer one.
_INNER = frozenset({"body"})


def _enter_function(node: Callable, scope: Scope) -> Scope:
    function = Function(node, scope, scope.module)
    scope.module.functions.append(function)
    if function.name:
        scope.bindings.add(function.name, node)
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for argument in [*every, arguments.vararg, arguments.kwarg]:
        if argument is not None:
            function.bindings.add(argument.arg, None)
    return function


def _enter_class(node: ast.ClassDef, scope: Scope) -> Scope:
    inner = Scope(node, scope, scope.module)
    scope.module.classes.append(inner)
    scope.bindings.add(node.name, node)
    return inner


def _bind_import(node: ast.Import, scope: Scope) -> Scope:
    for alias in node.names:
        first = alias.name.partition(".")[0]
        scope.bindings.add(alias.asname or first, alias.name if alias.asname else first)
    return scope


def _bind_from(node: ast.ImportFrom, scope: Scope) -> Scope:
    base = scope.module.absolute(node)
    for alias in node.names:
        qualified_name = f"{base}.{alias.name}" if base else alias.name
        scope.bindings.add(alias.asname or alias.name, qualified_name)
    return scope


def _bind_assigned(node: ast.Assign | ast.AnnAssign, scope: Scope) -> Scope:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Name) and not (node.value is None and scope.is_class):
            scope.bindings.add(target.id, node.value)
    return scope


def _bind_name(node: ast.Name, scope: Scope) -> Scope:
    assigned = isinstance(scope.module.parents[node], (ast.Assign, ast.AnnAssign))
    if isinstance(node.ctx, ast.Store) and not assigned:
        scope.bindings.add(node.id, None)
    return scope


def _bind_handler(node: ast.ExceptHandler, scope: Scope) -> Scope:
    if node.name:
        scope.bindings.add(node.name, None)
    return scope


def _note(list_name: str) -> abc.Callable[[ast.AST, Scope], Scope]:
    def note(node: ast.AST, scope: Scope) -> Scope:
        if isinstance(scope, Function):
            getattr(scope, list_name).append(node)
        return scope

    return note


_VISITS: dict[type[ast.AST], abc.Callable[[Any, Scope], Scope]] = {
    ast.FunctionDef: _enter_function,
    ast.AsyncFunctionDef: _enter_function,
    ast.Lambda: _enter_function,
    ast.ClassDef: _enter_class,
    ast.Import: _bind_import,
    ast.ImportFrom: _bind_from,
    ast.Assign: _bind_assigned,
    ast.AnnAssign: _bind_assigned,
    ast.Name: _bind_name,
    ast.ExceptHandler: _bind_handler,
    ast.YieldFrom: _note("delegations"),
    ast.Yield: _note("yields"),
    ast.Await: _note("awaits"),
    ast.Return: _note("returns"),
}
