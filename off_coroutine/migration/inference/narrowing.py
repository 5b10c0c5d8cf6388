"""What code asks about a value before it waits for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

# Questions to which a tuple or list answers no.
_QUESTIONS = frozenset({"iscoroutine", "isawaitable", "isfuture", "isgenerator"})


def is_narrowed_to_awaitable(node: ast.YieldFrom, module: Module) -> bool:
    """Return whether a condition around a delegation lets no empty tuple or list through."""
    value = ast.dump(node.value)
    inner: ast.AST = node
    while not isinstance(inner, (ast.FunctionDef, ast.Lambda)):
        outer = module.parents[inner]
        if any(ast.dump(asked) == value for asked in _held(outer, inner)):
            return True
        inner = outer
    return False


def _held(block: ast.AST, part: ast.AST) -> Iterator[ast.expr]:
    """Yield what was asked, with the answer yes, before a part of a block runs."""
    match block:
        case ast.If(test, body) if part in body:
            yield from _asked(test)
        case ast.IfExp(test, body) if part is body:
            yield from _asked(test)


def _asked(test: ast.expr) -> Iterator[ast.expr]:
    """Yield what has to be true, or of a kind that can be waited for, for a condition to hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from _asked(part)
    elif isinstance(test, ast.Call) and last_name(test.func) in _QUESTIONS and test.args:
        yield test.args[0]
    else:
        yield test
