"""What statements, patterns and names bind in the scope that they stand in."""

from __future__ import annotations

import ast
from collections import abc
from typing import Any

from off_coroutine.migration.semantics.lexical_scopes import Binding, Scope


def move_declared(scope: Scope) -> None:
    """Give what a scope binds under `global` or `nonlocal` to the scope whose name it is."""
    for name in [*scope.global_names, *scope.nonlocal_names]:
        home: Scope | None = scope.module
        if name not in scope.global_names:
            home = scope.outer
            while home and (
                home.is_class or name not in home.bindings or name in home.nonlocal_names
            ):
                home = home.outer
        if home is None or home is scope:
            continue
        key = name if home.private == scope.private else scope.mangled(name)
        for value, site in zip(
            scope.bindings.pop(name, ()), scope.sites.pop(name, ()), strict=True
        ):
            home.bind(key, value if _means_the_same(value, scope, home) else None, site)
        if name in scope.deleted:
            home.deleted = {*home.deleted, key}


def _means_the_same(value: Binding, scope: Scope, home: Scope) -> bool:
    """Return whether a value that is assigned in a scope can be evaluated in another one."""
    return not isinstance(value, ast.expr) or all(
        scope.defining_scope(node.id) is home.defining_scope(node.id)
        for node in ast.walk(value)
        if isinstance(node, ast.Name)
    )


def bind_name(node: ast.Name, scope: Scope) -> None:
    name = node.id
    if type(node.ctx) is ast.Del:
        scope.reads.add(name)
        scope.deleted = {*scope.deleted, name}
        scope.bindings.setdefault(name, [])
        return
    parent = scope.module.parents[node]
    if type(parent) is ast.AugAssign:
        scope.reads.add(name)
    if type(parent) is not ast.Assign and type(parent) is not ast.AnnAssign:
        scope.bind(name, None, node)


def _bind_assigned(node: ast.Assign, scope: Scope) -> None:
    for target in node.targets:
        if type(target) is ast.Name:
            scope.bind(target.id, node.value, target)


def _bind_annotated(node: ast.AnnAssign, scope: Scope) -> None:
    target = node.target
    if isinstance(target, ast.Name) and (node.simple or node.value is not None):
        if node.value is None:
            scope.annotated = {*scope.annotated, target.id}
        if node.value is not None or not scope.is_class:
            scope.bind(target.id, node.value, target)


def _bind_import(node: ast.Import, scope: Scope) -> None:
    for alias in node.names:
        first = alias.name.partition(".")[0]
        scope.bind(alias.asname or first, alias.name if alias.asname else first, alias)


def _bind_from(node: ast.ImportFrom, scope: Scope) -> None:
    base = scope.module.absolute(node)
    for alias in node.names:
        qualified_name = f"{base}.{alias.name}" if base else alias.name
        scope.bind(alias.asname or alias.name, qualified_name, alias)


def _bind_handler(node: ast.ExceptHandler, scope: Scope) -> None:
    if node.name:
        scope.bind(node.name, None, node)
        scope.deleted = {*scope.deleted, node.name}


def _bind_pattern(node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, scope: Scope) -> None:
    name = node.rest if isinstance(node, ast.MatchMapping) else node.name
    if name:
        scope.bind(name, None, node)


def _declare_global(node: ast.Global, scope: Scope) -> None:
    scope.reads.update(node.names)
    scope.global_names = {*scope.global_names, *node.names}


def _declare_nonlocal(node: ast.Nonlocal, scope: Scope) -> None:
    scope.reads.update(node.names)
    scope.nonlocal_names = {*scope.nonlocal_names, *node.names}


BINDERS: dict[type[ast.AST], abc.Callable[[Any, Scope], None]] = {
    ast.Import: _bind_import,
    ast.ImportFrom: _bind_from,
    ast.Assign: _bind_assigned,
    ast.AnnAssign: _bind_annotated,
    ast.ExceptHandler: _bind_handler,
    ast.MatchAs: _bind_pattern,
    ast.MatchStar: _bind_pattern,
    ast.MatchMapping: _bind_pattern,
    ast.Global: _declare_global,
    ast.Nonlocal: _declare_nonlocal,
}
