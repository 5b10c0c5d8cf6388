"""What the classes of a package say about attributes of their instances."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from off_coroutine.migration.semantics.scopes import Module, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class


class Attributes:
    """The annotations of the attributes of the instances of classes."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self._annotations: defaultdict[tuple[Scope, str], list[tuple[ast.expr, Scope]]]
        self._annotations = defaultdict(list)
        for module in modules:
            for statement, scope in module.nodes(ast.AnnAssign):
                owner, name = _place(statement.target, scope)
                if owner is not None:
                    self._annotations[owner, name].append((statement.annotation, scope))

    def annotations(self, owner: Scope, name: str) -> list[tuple[ast.expr, Scope]]:
        """Return the annotations of an attribute of the instances of a class, and where."""
        return self._annotations.get((owner, name), [])


def _place(target: ast.expr, scope: Scope) -> tuple[Scope | None, str]:
    """Return whose attribute a target is, a class's or that of its instances, and which."""
    if isinstance(target, ast.Name):
        return scope if scope.is_class else None, target.id
    if isinstance(target, ast.Attribute) and _receiver(target) in ("self", "cls"):
        return enclosing_class(scope), target.attr
    return None, ""


def _receiver(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""
