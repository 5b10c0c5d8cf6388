"""What is in a container: what it is written with, and what is put in later."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from off_coroutine.migration.inference.solver import (
    ANYTHING,
    SOMETHING,
    Expression,
    Need,
    Reaching,
    Steps,
    join,
)
from off_coroutine.migration.semantics.scopes import Scope

if TYPE_CHECKING:
    from off_coroutine.migration.inference.flow import Flow


def item(flow: Flow, node: ast.Subscript, scope: Scope) -> Steps:
    """Return what a subscript gives: what a constant picks, or anything in the container."""
    key = _constant(node.slice)
    if key is not None:
        container = yield Need(("expression", node.value, scope), joins=False)
        if container.complete and len(container.values) == 1:
            only = container.values[0]
            index = flow.index.filled
            filled = index.items(node.value, scope) or index.is_filled_elsewhere(node.value, scope)
            if isinstance(only, Expression) and not filled:
                picked = _picked(only.node, key)
                if picked is not None:
                    return (yield Need(("expression", picked, only.scope)))
    item = yield Need(("elements", node.value, scope))
    return item if item.values else Reaching((Expression(node, scope),), open=item.open)


def elements(flow: Flow, node: ast.expr, scope: Scope) -> Steps:
    """Return what may be in a container: what it is written with, and what is put in."""
    containers = yield Need(("expression", node, scope), joins=False)
    found = [] if containers.complete else [ANYTHING]
    for value in containers.values:
        items = _written(value.node) if isinstance(value, Expression) else None
        if items is None:
            found.append(ANYTHING)
            continue
        assert isinstance(value, Expression)
        for item in items:
            found.append((yield Need(("expression", item, value.scope))))
    if flow.index.filled.is_filled_elsewhere(node, scope):
        found.append(ANYTHING)
    put = flow.index.filled.items(node, scope)
    for item, where in put:
        found.append((yield Need(("expression", item, where))))
    return join([*found, SOMETHING] if put else found)


def _constant(key: ast.expr) -> object:
    """Return the constant that a key is; None for any other."""
    if isinstance(key, ast.UnaryOp) and isinstance(key.op, ast.USub):
        number = _constant(key.operand)
        return -number if isinstance(number, int) else None
    return key.value if isinstance(key, ast.Constant) else None


def _written(container: object) -> list[ast.expr] | None:
    """Return the expressions for what a literal holds; None if it holds more than is written."""
    items: list[ast.expr] | None = None
    if isinstance(container, (ast.List, ast.Tuple, ast.Set)):
        items = container.elts
    elif isinstance(container, ast.Dict):
        items = container.values if None not in container.keys else None
    elif isinstance(container, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        items = [container.elt]
    elif isinstance(container, ast.DictComp):
        items = [container.value]
    if items is None or any(isinstance(item, ast.Starred) for item in items):
        return None
    return items


def _picked(container: object, key: object) -> ast.expr | None:
    """Return the element of a literal that a constant picks."""
    if isinstance(container, ast.Dict):
        keys = [each.value if isinstance(each, ast.Constant) else None for each in container.keys]
        places = [place for place, each in enumerate(keys) if each == key]
        if None not in keys and len(places) == 1:
            return container.values[places[0]]
    elif isinstance(container, (ast.List, ast.Tuple)) and isinstance(key, int):
        items = _written(container)
        if items is not None and -len(items) <= key < len(items):
            return items[key]
    return None
