"""Code that sees to it itself that a place runs only on Pythons that have what it needs."""

from __future__ import annotations

import ast

from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

# What is raised where a Python has no such module, name or argument.
_ABSENT = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "TypeError"})
# Decorators that skip a test -> what their condition has to be.
_SKIPPING = {"skipif": True, "skipunless": False}


def has_version_guard(node: ast.AST, module: Module, removed: tuple[int, int]) -> bool:
    """Return whether a place is never reached on the Python that removed what it needs, or copes.

    It is under a condition on the version or on the presence of a name, in a test that is skipped
    there, or in a `try` that catches what is raised where the name is absent.
    """
    in_function = False
    while not isinstance(node, ast.Module):
        child, node = node, module.parents[node]
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            in_function = True
        if _excludes(node, child, module, removed):
            return True
        if isinstance(node, (ast.If, ast.IfExp)) and child is not node.test:
            if _asks_for_name(node.test):
                return True
        elif isinstance(node, ast.Try) and not in_function and _copes(node):
            return True
    return False


def is_unreachable(node: ast.AST, module: Module, version: tuple[int, ...]) -> bool:
    """Return whether a place is not run from a version on, or on none: a constant says so."""
    while not isinstance(node, ast.Module):
        child, node = node, module.parents[node]
        if _excludes(node, child, module, version, constants=True):
            return True
    return False


def _excludes(
    node: ast.AST, child: ast.AST, module: Module, version: tuple[int, ...], constants: bool = False
) -> bool:
    """Return whether what stands in a node is not run from a version on."""
    if isinstance(node, (ast.If, ast.IfExp)) and child is not node.test:
        holds = _holds(node.test, module, version, constants)
        in_body = child is node.body or (isinstance(node.body, list) and child in node.body)
        return holds is not None and holds != in_body
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return any(_skips(decorator, module, version) for decorator in node.decorator_list)
    return False


def _skips(decorator: ast.expr, module: Module, version: tuple[int, ...]) -> bool:
    """Return whether a decorator of pytest or unittest skips a test from a version on."""
    if not isinstance(decorator, ast.Call) or not decorator.args:
        return False
    holds = _holds(decorator.args[0], module, version)
    return holds is _SKIPPING.get(last_name(decorator.func).lower(), ...)


def _holds(
    test: ast.expr, module: Module, version: tuple[int, ...], constants: bool = False
) -> bool | None:
    """Return whether a condition holds from a version on; None if that is not known."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        holds = _holds(test.operand, module, version, constants)
        return None if holds is None else not holds
    if isinstance(test, ast.Name):
        bindings = module.bindings.get(test.id, [])
        only = bindings[0] if len(bindings) == 1 else None
        if constants and isinstance(only, ast.Constant) and isinstance(only.value, bool):
            return only.value
        return _holds(only, module, version) if isinstance(only, ast.Compare) else None
    if not isinstance(test, ast.Compare) or "version_info" not in ast.unparse(test.left):
        return None
    bound = test.comparators[0]
    if not isinstance(bound, ast.Tuple) or len(test.ops) > 1:
        return None
    given = tuple(item.value for item in bound.elts if isinstance(item, ast.Constant))
    if isinstance(test.ops[0], (ast.Lt, ast.LtE)) and given <= (*version, 0):
        return False
    if isinstance(test.ops[0], (ast.Gt, ast.GtE)) and given <= (*version, 0):
        return True
    return None


def _asks_for_name(test: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Call) and last_name(node.func) == "hasattr" for node in ast.walk(test)
    )


def _copes(block: ast.Try) -> bool:
    caught = (handler.type for handler in block.handlers if handler.type is not None)
    kinds = (kind.elts if isinstance(kind, ast.Tuple) else [kind] for kind in caught)
    return any(last_name(kind) in _ABSENT for several in kinds for kind in several)
