"""The index of one module: scopes, what names are bound to, and the nodes that rules ask for."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

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
        nodes_by_kind: what `nodes` returns.
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
        index(self)

    def nodes(self, kind: type[Node]) -> Sequence[tuple[Node, Scope]]:
        """Return every node of a kind with the scope that it is evaluated in, in no order."""
        return self.nodes_by_kind[kind]  # type: ignore[return-value]  # the key says the type

    def scopes(self) -> Iterator[Scope]:
        """Yield every scope of the module, itself first."""
        yield self
        yield from self.functions
        yield from self.classes
        yield from self.comprehensions
        yield from self.type_scopes

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
