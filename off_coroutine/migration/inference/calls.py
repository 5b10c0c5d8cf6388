"""What calls give, and what decorators and classes around a function make of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from off_coroutine.migration.inference.solver import (
    ANYTHING,
    Instance,
    Need,
    Reaching,
    Result,
    Steps,
    join,
)
from off_coroutine.migration.semantics.asyncio_api import COROUTINE, TYPES_COROUTINE
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope
from off_coroutine.migration.semantics.syntax import last_name

if TYPE_CHECKING:
    from off_coroutine.migration.inference.flow import Flow

# Decorators that leave what a call returns as it is.
_TRANSPARENT = COROUTINE | {TYPES_COROUTINE, "staticmethod", "classmethod", "abc.abstractmethod"}
_PROPERTIES = ("property", "cached_property", "functools.cached_property")
_PICKING = frozenset({"get", "pop", "setdefault"})  # methods that give an item of a container


def called(flow: Flow, node: ast.Call, scope: Scope) -> Steps:
    """Return what a call gives."""
    is_getattr = isinstance(node.func, ast.Name) and node.func.id == "getattr"
    if is_getattr and len(node.args) > 1 and not scope.bindings_of("getattr"):
        return (yield from _attribute(flow, node, scope))
    if isinstance(node.func, ast.Attribute) and node.func.attr in _PICKING and node.args:
        picked = yield from _picked(node, node.func.value, scope)
        if picked is not None:
            return picked
    callee = yield Need(("expression", node.func, scope), joins=False)
    found = []
    if not callee.complete:
        found.append(Reaching((Result(None, node, scope),), open=callee.open))
    for value in callee.values:
        if isinstance(value, Function):
            if is_plain(value, flow.project):
                found.append((yield Need(("returns", value))))
            else:
                found.append(Reaching((Result(value, node, scope),)))
        elif isinstance(value, Scope):
            found.append(Reaching((Instance(value),)))
        elif value == "functools.partial" and node.args:
            found.append((yield Need(("expression", node.args[0], scope))))
        else:
            name = value if isinstance(value, str) else None
            found.append(Reaching((Result(name, node, scope),)))
    return join(found)


def _attribute(flow: Flow, node: ast.Call, scope: Scope) -> Steps:
    """Return what `getattr` gives: of a name that is worked out, every method that may have it."""
    owner, name, *default = node.args
    found = []
    if default:
        found.append((yield Need(("expression", default[0], scope))))
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        place = node, name.value
        attribute = flow.made.setdefault(place, ast.Attribute(owner, name.value, ast.Load()))
        found.append((yield Need(("expression", attribute, scope))))
        return join(found)
    found.append(ANYTHING)
    receiver = yield Need(("expression", owner, scope), joins=False)
    start = _prefix(name)
    for value in receiver.values:
        kind = value.of if isinstance(value, Instance) else value
        if isinstance(kind, Scope) and kind.is_class:
            for related in flow.project.class_hierarchy(kind):
                for method in related.bindings:
                    if method.startswith(start) and (start or not method.startswith("__")):
                        for function in flow.project.methods([related], method):
                            found.append(Reaching((function,)))
    return join(found)


def _prefix(name: ast.expr) -> str:
    """Return how a text begins that is put together from a constant and something else."""
    first = name
    if isinstance(first, ast.JoinedStr) and first.values:
        first = first.values[0]
    elif isinstance(first, ast.BinOp):
        first = first.left
    text = first.value if isinstance(first, ast.Constant) else ""
    return text.partition("%")[0].partition("{")[0] if isinstance(text, str) else ""


def _picked(node: ast.Call, container: ast.expr, scope: Scope) -> Steps:
    """Return what a method of a table gives; nothing if it is no table."""
    tables = yield Need(("expression", container, scope), joins=False)
    for value in tables.values:
        if isinstance(getattr(value, "node", None), (ast.Dict, ast.DictComp)):
            found = [(yield Need(("elements", container, scope)))]
            for default in node.args[1:2]:
                found.append((yield Need(("expression", default, scope))))
            return join(found)
    return None  # type: ignore[return-value]  # only the caller above sees it


def is_plain(function: Function, project: Project) -> bool:
    """Return whether a call runs a function and gives what it returns."""
    if function.is_generator or function.is_native:
        return False
    return all(
        last_name(node) in _PLAIN or hands_on(node, function, project)
        for node in function.decorators
    )


_PLAIN = ("staticmethod", "classmethod", "abstractmethod", "property", "cached_property")


def hands_on(decorator: ast.expr, function: Function, project: Project) -> bool:
    """Return whether a decorator of the project certainly returns what it decorates."""
    assert function.outer is not None
    found = project.definition(decorator, function.outer)
    return bool(found) and all(isinstance(each, Function) and _returns_it(each) for each in found)


def _returns_it(function: Function) -> bool:
    """Return whether a function gives back its argument, whatever else it does with it."""
    given = function.node.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    if len(names) != 1 or function.is_generator or function.is_native or function.decorators:
        return False
    body = function.node.body
    ends = isinstance(body, list) and isinstance(body[-1], ast.Return)
    returned = [getattr(node.value, "id", "") for node in function.returns]
    return ends and set(returned) == set(names) and function.bindings[names[0]] == [None]


def is_property(node: ast.FunctionDef) -> bool:
    return [ast.unparse(decorator) in _PROPERTIES for decorator in node.decorator_list] == [True]


def is_transparent(function: Function, project: Project) -> bool:
    """Return whether all decorators of a function leave what a call returns as it is."""
    named = zip(function.decorators, decorator_names(function, project), strict=True)
    return all(name in _TRANSPARENT or hands_on(node, function, project) for node, name in named)


def decorator_names(function: Function, project: Project) -> list[str]:
    """Return the full names of the decorators of a function, as text where they have none."""
    if not function.decorators:
        return []
    assert function.outer is not None
    plain = [node.func if isinstance(node, ast.Call) else node for node in function.decorators]
    return [project.qualified_name(node, function.outer) or ast.unparse(node) for node in plain]


def is_super(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func) == "super"


def ancestors(owner: Scope, project: Project) -> tuple[list[Scope], list[str]]:
    """Return a class and its ancestors in the package, and the full names of those elsewhere.

    A base of which nothing is known has an empty name; `object` is none of them.
    """
    known, names = {owner: None}, []
    pending = [owner]
    for scope in pending:
        assert scope.outer is not None
        for base, scopes in project.bases(scope):
            fresh = [found for found in scopes if found not in known]
            known.update(dict.fromkeys(fresh))
            pending += fresh
            if not scopes and not is_object(base, scope.outer):
                names.append(project.qualified_name(base, scope.outer))
    return list(known), names


def is_object(base: ast.expr, scope: Scope) -> bool:
    """Return whether a base of a class is Python's own `object`."""
    is_named_so = isinstance(base, ast.Name) and base.id == "object"
    return is_named_so and not scope.bindings_of("object")


def may_return_none(function: Function) -> bool:
    """Return whether a function may return None: by a bare `return`, or by its end."""
    if isinstance(function.node, ast.Lambda):
        return False
    return any(node.value is None for node in function.returns) or not _leaves(function.node.body)


def _leaves(body: list[ast.stmt]) -> bool:
    """Return whether the end of a block is out of reach."""
    match body[-1] if body else None:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=yes, orelse=no):
            return _leaves(yes) and _leaves(no)
        case ast.With(body=inner) | ast.AsyncWith(body=inner):
            return _leaves(inner)
        case ast.While(test=ast.Constant(value=value)) if value:
            return True
        case ast.Try(body=tried, handlers=handlers, orelse=no, finalbody=final):
            through = _leaves(no if no else tried)
            return _leaves(final) or (through and all(_leaves(each.body) for each in handlers))
    return False
