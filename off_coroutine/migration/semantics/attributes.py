"""What the classes of a package assign to attributes of their instances."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from off_coroutine.migration.semantics.scopes import Module, Scope

# What an attribute is bound to; None if nothing is known of it.
Bound = ast.expr | ast.FunctionDef | None


class Attributes:
    """The attributes of the instances of classes."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self._values: defaultdict[tuple[Scope, str], list[tuple[Bound, Scope]]] = defaultdict(list)
        self._annotations: defaultdict[tuple[Scope, str], list[tuple[ast.expr, Scope]]]
        self._annotations = defaultdict(list)
        for module in modules:
            for node, scope in module.attribute_stores:
                name = node.value.id if isinstance(node.value, ast.Name) else ""
                if isinstance(node.ctx, ast.Store) and name in ("self", "cls"):
                    self._add(node, scope, module.parents[node])
            for statement, scope in module.nodes(ast.AnnAssign):
                if scope.is_class and isinstance(statement.target, ast.Name):
                    place = scope, statement.target.id
                    self._annotations[place].append((statement.annotation, scope))

    def values(self, owner: Scope, name: str) -> list[tuple[Bound, Scope]]:
        """Return what a class assigns to an attribute of its instances, or defines, and where."""
        defined = [
            (binding if isinstance(binding, (ast.expr, ast.FunctionDef)) else None, owner)
            for binding in owner.bindings[name]
        ]
        return [*defined, *self._values.get((owner, name), ())]

    def annotations(self, owner: Scope, name: str) -> list[tuple[ast.expr, Scope]]:
        """Return the annotations of an attribute of the instances of a class, and where."""
        return self._annotations.get((owner, name), [])

    def _add(self, node: ast.Attribute, scope: Scope, statement: ast.AST) -> None:
        owner: Scope | None = scope
        while owner is not None and not owner.is_class:
            owner = owner.outer
        if owner is None:
            return
        if isinstance(statement, ast.AnnAssign):
            self._annotations[owner, node.attr].append((statement.annotation, scope))
            if statement.value is None:
                return
        plain = isinstance(statement, (ast.Assign, ast.AnnAssign))
        value = getattr(statement, "value", None) if plain else None
        self._values[owner, node.attr].append((value, scope))
