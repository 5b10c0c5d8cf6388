"""Which functions of the project a call may reach, and which it must."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from off_coroutine.migration.inference.calls import is_super
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.solver import Result, Value
from off_coroutine.migration.inference.values import reaching_values
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope


class Callees(NamedTuple):
    """What a call may reach.

    Attributes:
        bound: the functions of the project that are found by what names are bound to.
        exact: whether it reaches one of these and nothing else.
        by_name: others, found by the name of a method alone.
        open: whether it may also reach any function that escapes.
    """

    bound: list[Function]
    exact: bool
    by_name: tuple[Function, ...] = ()
    open: bool = False

    @property
    def functions(self) -> list[Function]:
        """All the functions of the project that are known, those that are bound first."""
        return [*self.bound, *self.by_name]


class Delegation(NamedTuple):
    """A `yield from` of a function, with what it delegates to.

    Attributes:
        node: where.
        called: what is called on the spot, or for the value of a local name.
        reached: the generators and coroutines that it may delegate to, through plain functions.
    """

    node: ast.YieldFrom
    called: Callees
    reached: Callees


def may_call(called: ast.expr, scope: Scope, project: Project) -> Callees:
    """Return the functions that an expression, which is called, may mean."""
    reaching = reaching_values(called, scope, project)
    bound = [value for value in reaching.values if isinstance(value, Function)]
    if reaching.complete:
        return Callees(bound, len(bound) == len(reaching.values))
    return Callees(bound, False, _by_name(called, scope, bound, project), reaching.open)


def _by_name(
    called: ast.expr, scope: Scope, known: list[Function], project: Project
) -> tuple[Function, ...]:
    """Return the methods that an attribute of something unknown may be, by its name alone."""
    if not isinstance(called, ast.Attribute) or is_super(called.value):
        return ()
    methods = flow_of(project).index.methods_named(called.attr)
    if not methods or project.qualified_name(called, scope):  # of another package
        return ()
    if not known:
        return methods
    if reaching_values(called.value, scope, project).complete:
        return ()
    return tuple(method for method in methods if method not in known)


def must_call(called: ast.expr, scope: Scope, project: Project) -> list[Function]:
    """Return the functions one of which is called; empty if it may be anything else."""
    if isinstance(called, ast.Attribute) and called.attr not in project.functions_named:
        return []  # the usual case, for which nothing need be worked out
    found = may_call(called, scope, project)
    return found.bound if found.exact else []


def delegated(function: Function, project: Project) -> list[Delegation]:
    """Return each `yield from` of a function with what it may delegate to."""
    found = []
    for node in function.delegations:
        callees = [
            may_call(called, function, project) for called in called_by(node.value, function)
        ]
        called = callees[0] if len(callees) == 1 else _joined(callees)
        found.append(Delegation(node, called, _reached(node.value, called, function, project)))
    return found


def _joined(callees: list[Callees]) -> Callees:
    bound = dict.fromkeys(f for each in callees for f in each.bound)
    by_name = dict.fromkeys(f for each in callees for f in each.by_name if f not in bound)
    exact = bool(callees) and all(each.exact for each in callees)
    return Callees(list(bound), exact, tuple(by_name), any(each.open for each in callees))


def _reached(value: ast.expr, called: Callees, function: Function, project: Project) -> Callees:
    """Return the generators and coroutines whose results a value may be."""
    reaching = reaching_values(value, function, project)
    found = [of for each in reaching.values if (of := _of(each))]
    exact = reaching.complete and len(found) == len(reaching.values)
    is_open = called.open or (reaching.open and isinstance(value, ast.Call))
    return Callees(list(dict.fromkeys(found)), exact, called.by_name, is_open)


def _of(value: Value) -> Function | None:
    """Return the function whose result a value is."""
    return value.of if isinstance(value, Result) and isinstance(value.of, Function) else None


def may_escape(function: Function, project: Project) -> bool:
    """Return whether the name of a function is read other than to be called."""
    return function in flow_of(project).index.escaping


def alternatives(expression: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions one of which gives the value of an expression."""
    if isinstance(expression, ast.IfExp):
        yield from alternatives(expression.body)
        yield from alternatives(expression.orelse)
    elif isinstance(expression, ast.BoolOp):
        for value in expression.values:
            yield from alternatives(value)
    elif isinstance(expression, ast.NamedExpr):
        yield from alternatives(expression.value)
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


def the_call(value: ast.expr, scope: Scope) -> ast.Call | None:
    """Return the call that gives a value: it, or all that is assigned to a local name."""
    if isinstance(value, ast.Name):
        bindings = scope.local_bindings(value.id)
        value = bindings[0] if len(bindings) == 1 and isinstance(bindings[0], ast.expr) else value
    return value if isinstance(value, ast.Call) else None


def operands(given: ast.expr) -> Iterator[ast.expr]:
    """Yield the collections that `+` or `|` joins."""
    if isinstance(given, ast.BinOp):
        yield from operands(given.left)
        yield from operands(given.right)
    else:
        yield given


def elements(given: ast.expr, scope: Scope, project: Project) -> Iterator[ast.expr]:
    """Yield the expressions for what is in a collection, through a local name."""
    made: list[ast.expr] = [given]
    if isinstance(given, ast.Name):
        values = scope.local_bindings(given.id)
        made = [value for value in values if isinstance(value, ast.expr)]
        put = flow_of(project).index.filled.items(given, scope)
        yield from (item for item, where in put if where.frame is scope.frame)
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


def _is_name(expression: ast.expr, *names: str) -> bool:
    return isinstance(expression, ast.Name) and expression.id in names


def of_mock(called: ast.expr, scope: Scope, project: Project) -> str:
    """Return the name of what is called in the library `mock`; empty if it is something else."""
    name = project.qualified_name(called, scope).removeprefix("unittest.")
    return name.removeprefix("mock.") if name.startswith("mock.") else ""
