"""Which functions of the package an expression may mean."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class


class Callees(NamedTuple):
    """What a call may reach.

    Attributes:
        functions: of the package; empty if nothing is known.
        certain: whether they were found by what the name is bound to, not by the name alone.
    """

    functions: list[Function]
    certain: bool


def may_call(called: ast.expr, scope: Scope, project: Project) -> Callees:
    """Return the functions that an expression, which is called, may mean."""
    found = project.definition(called, scope)
    if found:
        return Callees([item for item in found if isinstance(item, Function)], True)
    if not isinstance(called, ast.Attribute):
        return Callees([], isinstance(called, ast.Name))
    owner = _receiver(called.value, scope, project)
    if owner is not None:
        methods = project.methods(project.class_hierarchy(owner), called.attr)
        if methods:
            return Callees(methods, True)
    if project.qualified_name(called, scope):
        return Callees([], True)  # of another package
    return Callees([f for f in project.functions_named[called.attr] if f.owner is not None], False)


def _receiver(value: ast.expr, scope: Scope, project: Project) -> Scope | None:
    """Return the class of `self`, `cls`, `super()` or of an instance made on the spot."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        if value.func.id == "super":
            return enclosing_class(scope)
        made = project.definition(value.func, scope)
        return made[0] if made and made[0].is_class else None
    if isinstance(value, ast.Name):
        if value.id in ("self", "cls"):
            return enclosing_class(scope)
        for binding in scope.bindings_of(value.id):
            if isinstance(binding, ast.Call):
                made = project.definition(binding.func, scope)
                if made and made[0].is_class:
                    return made[0]
    return None


def alternatives(expression: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions one of which gives the value of an expression."""
    if isinstance(expression, ast.IfExp):
        yield from alternatives(expression.body)
        yield from alternatives(expression.orelse)
    elif isinstance(expression, ast.BoolOp):
        for value in expression.values:
            yield from alternatives(value)
    else:
        yield expression


def values(expression: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """Yield the expressions one of which gives the value of an expression, through a local name."""
    for value in alternatives(expression):
        yield value
        if isinstance(value, ast.Name):
            for binding in scope.bindings_of(value.id):
                if isinstance(binding, ast.expr):
                    yield from alternatives(binding)


def called_by(expression: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """Yield what was called for the value of an expression, through a local name."""
    for value in values(expression, scope):
        if isinstance(value, ast.Call):
            yield value.func


def operands(given: ast.expr) -> Iterator[ast.expr]:
    """Yield the collections that `+` or `|` joins."""
    if isinstance(given, ast.BinOp):
        yield from operands(given.left)
        yield from operands(given.right)
    else:
        yield given


def elements(given: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """Yield the expressions for what is in a collection, through a local name."""
    made: list[ast.expr] = [given]
    if isinstance(given, ast.Name):
        values = scope.local_bindings(given.id)
        made = [value for value in values if isinstance(value, ast.expr)]
        yield from _appended(given.id, scope)
    for collection in itertools.chain.from_iterable(map(operands, made)):
        if isinstance(collection, ast.Call) and len(collection.args) == 1:
            is_collected = _is_name(collection.func, "list", "set", "tuple")
            collection = collection.args[0] if is_collected else collection
        yield from _written(collection)


def _written(collection: ast.expr) -> Iterator[ast.expr]:
    if isinstance(collection, (ast.List, ast.Set, ast.Tuple)):
        yield from collection.elts
    elif isinstance(collection, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        yield collection.elt


def _appended(name: str, scope: Scope) -> Iterator[ast.expr]:
    for call, where in scope.module.nodes(ast.Call):
        if (
            where.frame is not scope.frame
            or not isinstance(call.func, ast.Attribute)
            or len(call.args) != 1
        ):
            continue
        if _is_name(call.func.value, name):
            if call.func.attr in ("append", "add"):
                yield from call.args
            elif call.func.attr in ("extend", "update"):
                yield from _written(call.args[0])


def _is_name(expression: ast.expr, *names: str) -> bool:
    return isinstance(expression, ast.Name) and expression.id in names


def of_mock(called: ast.expr, scope: Scope, project: Project) -> str:
    """Return the name of what is called in the library `mock`; empty if it is something else."""
    name = project.qualified_name(called, scope).removeprefix("unittest.")
    return name.removeprefix("mock.") if name.startswith("mock.") else ""


def delegated(function: Function, project: Project) -> Iterator[tuple[ast.YieldFrom, Callees]]:
    """Yield each `yield from` of a function with what it may delegate to."""
    for node in function.delegations:
        for called in called_by(node.value, function):
            yield node, may_call(called, function, project)
