"""Questions about a syntax tree that need no scope."""

from __future__ import annotations

import ast

from off_coroutine.migration.semantics.scopes import Module, Scope


def last_name(expression: ast.expr) -> str:
    """Return the last identifier of a dotted name; empty if it is none."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def is_nothing(value: ast.expr | None) -> bool:
    """Return whether a value is absent or `None`."""
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def is_empty(value: ast.expr) -> bool:
    """Return whether a value is a tuple or list of nothing."""
    return isinstance(value, (ast.List, ast.Tuple)) and not value.elts


def statement_before(node: ast.stmt, module: Module) -> ast.stmt | None:
    """Return the statement in front of another one in its block."""
    for _, value in ast.iter_fields(module.parents[node]):
        if isinstance(value, list) and node in value:
            index = value.index(node)
            return value[index - 1] if index else None
    return None


def enclosing_class(scope: Scope) -> Scope | None:
    """Return the class in one of whose methods a scope stands."""
    current: Scope | None = scope
    while current is not None and not current.is_class:
        current = current.outer
    return current
