"""The index of one module: scopes, what names are bound to, and the nodes that rules ask for."""

from __future__ import annotations

import ast
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from off_coroutine.migration.semantics.indexing import index
from off_coroutine.migration.semantics.lexical_scopes import (
    Binding,
    Callable,
    Comprehension,
    Function,
    Scope,
    Site,
    TypeParameters,
    iterable_scope,
)
from off_coroutine.migration.source.source_file import Source

__all__ = [
    "Binding",
    "Callable",
    "Comprehension",
    "Function",
    "Module",
    "Scope",
    "Site",
    "TypeParameters",
    "iterable_scope",
]

Node = TypeVar("Node", bound=ast.AST)


class Module(Scope):
    """One file of a package.

    Attributes:
        source: its text and syntax tree.
        name: its full name, as other modules of the package import it.
        functions: every function and lambda in it.
        classes: every class in it.
        comprehensions: every comprehension and generator expression in it.
        type_scopes: what type parameters, their bounds and type aliases in it open.
        parents: node -> the node around it.
        has_unknown_names: whether a star import may bind any name in it.
        nodes_by_kind: what `nodes` returns, for all but the three kinds below.
        names_by_id: each name -> where it stands.
        attributes_by_name: each name -> the attributes of that name of anything.
        attribute_stores: the attributes that are assigned or deleted.
        calls_by_name: the last identifier of what is called -> its calls; empty if it has none.
    """

    node: ast.Module

    def __init__(self, source: Source, name: str) -> None:
        super().__init__(source.tree, None, self)
        self.source = source
        self.name = name
        self.functions: list[Function] = []
        self.classes: list[Scope] = []
        self.comprehensions: list[Comprehension] = []
        self.type_scopes: list[TypeParameters] = []
        self.parents: dict[ast.AST, ast.AST] = {}
        self.has_unknown_names = False
        self.nodes_by_kind: defaultdict[type, list[tuple[ast.AST, Scope]]] = defaultdict(list)
        self.names_by_id: defaultdict[str, list[tuple[ast.Name, Scope]]] = defaultdict(list)
        self.attributes_by_name: defaultdict[str, list[tuple[ast.Attribute, Scope]]]
        self.attributes_by_name = defaultdict(list)
        self.attribute_stores: list[tuple[ast.Attribute, Scope]] = []
        self.calls_by_name: defaultdict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        index(self)
        self._named: dict[type, Mapping[str, Sequence[Any]]] = {
            ast.Name: self.names_by_id,
            ast.Attribute: self.attributes_by_name,
            ast.Call: self.calls_by_name,
        }

    def nodes(self, kind: type[Node]) -> Sequence[tuple[Node, Scope]]:
        """Return every node of a kind with the scope that it is evaluated in, in no order."""
        if (named := self._named.get(kind)) is not None:  # rare: what has a name is asked by it
            return list(itertools.chain.from_iterable(named.values()))
        return self.nodes_by_kind[kind]  # type: ignore[return-value]  # the key says the type

    def names(self, *ids: str) -> Sequence[tuple[ast.Name, Scope]]:
        """Return where some names stand. What a module has nothing of costs next to nothing."""
        return _asked(self.names_by_id, ids)

    def attributes(self, *names: str) -> Sequence[tuple[ast.Attribute, Scope]]:
        """Return the attributes of some names, of anything."""
        return _asked(self.attributes_by_name, names)

    def calls(self, *names: str) -> Sequence[tuple[ast.Call, Scope]]:
        """Return the calls of what some names are the last identifier of."""
        return _asked(self.calls_by_name, names)

    def scopes(self) -> Iterator[Scope]:
        """Yield every scope of the module, itself first."""
        yield self
        yield from self.functions
        yield from self.classes
        yield from self.comprehensions
        yield from self.type_scopes

    @cached_property
    def delegating(self) -> list[Function]:
        """The functions with a `yield from`."""
        return [function for function in self.functions if function.delegations]

    @cached_property
    def decorated(self) -> list[Function]:
        """The functions with a decorator."""
        return [function for function in self.functions if function.decorators]

    @cached_property
    def imported(self) -> list[str]:
        """The full names that `import` statements name, of modules or of what is in them."""
        found = [alias.name for plain, _ in self.nodes(ast.Import) for alias in plain.names]
        for node, _ in self.nodes(ast.ImportFrom):
            base = self.absolute(node)
            found += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        return found

    @cached_property
    def aliases(self) -> list[tuple[str, str]]:
        """The last identifier of what is imported or assigned under another one, and that one."""
        found = []
        for scope in self.scopes():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    kind = type(binding)
                    if kind is str:
                        original = binding.rpartition(".")[2]  # type: ignore[union-attr]
                    elif kind is ast.Name:
                        original = binding.id  # type: ignore[union-attr]
                    elif kind is ast.Attribute:
                        original = binding.attr  # type: ignore[union-attr]
                    else:
                        continue
                    if original != name:
                        found += [(original, each) for each in _written(name)]
        return found

    @property
    def is_package(self) -> bool:
        return self.source.path.endswith("__init__.py")

    def statement(self, node: ast.AST) -> ast.stmt:
        """Return the statement that an expression stands in."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def absolute(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module that a `from` import names.

        What is further out than the outermost package is named from the folder that all paths
        start from.
        """
        if not node.level:
            return node.module or ""
        parts = self.name.split(".") if self.name else []
        dropped = node.level - self.is_package
        if dropped > len(parts):
            folders = self.source.path.split("/")
            parts = folders[: max(0, len(folders) - node.level)]
            dropped = 0
        base = parts[: len(parts) - dropped] if dropped else parts
        return ".".join([*base, *([node.module] if node.module else [])])


def _written(name: str) -> list[str]:
    """Return how a name may be written: a private one without its class in front, too."""
    starts = (place for place in range(1, len(name)) if name.startswith("__", place))
    return [name, *(name[start:] for start in starts)] if name[0] == "_" else [name]


def _asked(
    index: Mapping[str, Sequence[tuple[Node, Scope]]], names: tuple[str, ...]
) -> Sequence[tuple[Node, Scope]]:
    """Return what has one of some names, in the order in which the index has the names."""
    if index.keys().isdisjoint(names):
        return ()
    if len(names) == 1:
        return index[names[0]]
    return [item for name, items in index.items() if name in names for item in items]
