"""What shows that a generator function is a coroutine, or that it is driven by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.reasons import Reason
from off_coroutine.migration.coroutines.test_frameworks import runs_coroutines
from off_coroutine.migration.inference.callees import called_by, elements, may_call
from off_coroutine.migration.inference.calls import decorator_names
from off_coroutine.migration.semantics.asyncio_api import (
    AWAITABLE,
    AWAITABLE_GENERATOR,
    COROUTINE,
    GENERATOR_DECORATORS,
    ITERATING,
    RUNNERS,
    TEST_DECORATORS,
)
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope, iterable_scope
from off_coroutine.migration.semantics.syntax import is_nothing, last_name, statement_before


def may_be_coroutine(function: Function, project: Project) -> bool:
    """Return whether an undecorated generator only delegates: no value is given to a caller."""
    return bool(function.name) and not any(evidence_against(function, project))


def evidence_against(function: Function, project: Project) -> Iterator[Reason]:
    """Yield what shows that a generator is none that only delegates."""
    module = function.module
    if function.name == "__await__" and (_is_modern(function) or counterpart(function, project)):
        yield Reason("makes an object that can be awaited as it is", function.node, module)
    for node in function.yields:
        if not is_nothing(node.value):
            yield Reason("yields a value", node, module)
        elif _is_used(node, function):
            yield Reason("takes what is sent into it", node, module)
    names = decorator_names(function, project)
    for decorator, name in zip(function.decorators, names, strict=True):
        if _is_one_of(name, GENERATOR_DECORATORS):
            what = f"is decorated with `{name}`, which needs a generator"
            yield Reason(what, decorator, module)


def shows_coroutine(function: Function, project: Project, running: set[Scope]) -> Reason | None:
    """Return why a function is a coroutine by its decorators or by what it waits for, if it is.

    Args:
        running: the functions in which something is run as a coroutine.
    """
    module = function.module
    if function.name == "__await__" or counterpart(function, project):
        return Reason("makes an object that can be awaited", function.node, module)
    for node, name in zip(function.decorators, decorator_names(function, project), strict=True):
        if _is_one_of(name, TEST_DECORATORS):
            return Reason(f"is run as a coroutine by `{name}`", node, module)
    assert function.outer is not None
    if function.name.startswith("test") and runs_coroutines(function.outer, project):
        return Reason("is a test of a class whose tests are coroutines", function.node, module)
    for node in function.decorators:
        called = node.func if isinstance(node, ast.Call) else node
        if any(found in running for found in project.definition(called, function.outer)):
            return Reason(f"is run as a coroutine by `{ast.unparse(called)}`", node, module)
    for delegation in function.delegations:
        for called in called_by(delegation.value, function):
            name = project.qualified_name(called, function)
            if name.startswith("asyncio."):
                return Reason(f"delegates to `{name}`", delegation, module)
    return None


def uses_results(function: Function) -> bool:
    """Return whether a generator does something with what it delegated to returned."""
    return any(_is_used(node, function) for node in function.delegations)


def _is_used(node: ast.expr, function: Function) -> bool:
    return not isinstance(function.module.parents[node], ast.Expr)


def only_returns(function: Function) -> bool:
    """Return whether a function with a result is a generator only by a `yield` out of reach."""
    parents = function.module.parents
    return not function.delegations and all(
        isinstance(statement := parents[node], ast.Expr)
        and (before := statement_before(statement, function.module)) is not None
        and isinstance(before, (ast.Return, ast.Raise))
        and not (isinstance(before, ast.Return) and is_nothing(before.value))
        for node in function.yields
    )


def counterpart(function: Function, project: Project) -> Function | None:
    """Return the other one of the generators `__iter__` and `__await__` of an awaitable class."""
    other = {"__iter__": "__await__", "__await__": "__iter__"}.get(function.name)
    if other is None or function.owner is None:
        return None
    assert function.outer is not None
    found = project.methods([function.outer], other)
    return next((method for method in found if method.delegations), None)


def _is_modern(function: Function) -> bool:
    """Return whether a generator delegates to nothing but `.__await__()` of other objects."""
    return all(
        isinstance(node.value, ast.Call) and last_name(node.value.func) == "__await__"
        for node in function.delegations
    )


def overrides(function: Function, project: Project) -> list[Function]:
    """Return the methods of related classes that have the name of a method."""
    if function.owner is None:
        return []
    assert function.outer is not None
    related = project.class_hierarchy(function.outer)
    return [method for method in project.methods(related, function.name) if method is not function]


def may_delegate_to_native(function: Function, project: Project) -> bool:
    """Return whether a generator that is no coroutine of ours may `yield from` a native one."""
    if counterpart(function, project):
        return True  # it is replaced together with that
    return not AWAITABLE_GENERATOR.isdisjoint(decorator_names(function, project))


def run_as_coroutines(project: Project, iterated: set[Function]) -> dict[Function, Reason]:
    """Return the functions whose result is given to something that runs coroutines.

    Those that may be iterated over have to be certain, not found by their names.
    """
    found: dict[Function, Reason] = {}
    for call, scope, name in running_calls(project):
        reason = Reason(f"is given to `{name}`", call, scope.module)
        if name in COROUTINE:
            for argument in call.args:
                if isinstance(argument, ast.Name) and len(scope.bindings_of(argument.id)) == 1:
                    for item in project.definition(argument, scope):
                        if isinstance(item, Function):
                            found.setdefault(item, reason)
            continue
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            for value in _members(argument, scope, project):
                for called in called_by(value, scope):
                    callees = may_call(called, scope, project)
                    by_name = (f for f in callees.by_name if f not in iterated)
                    for function in (*callees.bound, *by_name):
                        found.setdefault(function, reason)
    return found


def running_calls(project: Project) -> Iterator[tuple[ast.Call, Scope, str]]:
    """Yield the calls that run coroutines or make them, with the name of what is called."""
    for module in project.modules:
        for call, scope in module.calls(*RUNNERS, *project.spellings("coroutine")):
            name = project.qualified_name(call.func, scope)
            if name not in COROUTINE:
                name = last_name(call.func)
            if name in COROUTINE or name in RUNNERS:
                yield call, scope, name


def running_scopes(project: Project) -> set[Scope]:
    """Return the scopes in which something is run as a coroutine, and those around them."""
    found: set[Scope] = set()
    for _, where, _ in running_calls(project):
        scope: Scope | None = where
        while scope is not None and scope not in found:
            found.add(scope)
            scope = scope.outer
    return found


def asks_for_coroutine_functions(project: Project) -> bool:
    """Return whether a package asks asyncio which functions are coroutine functions."""
    return any(
        project.qualified_name(node, scope).startswith("asyncio.")
        for module in project.modules
        for index in (module.attributes, module.names)
        for node, scope in index("iscoroutinefunction")
    )


def awaited_parameters(function: Function) -> list[int]:
    """Return the places of the parameters whose calls a function delegates to."""
    names = [argument.arg for argument in function.node.args.args]
    called = (node.value.func for node in function.delegations if isinstance(node.value, ast.Call))
    return [names.index(name) for node in called if (name := last_name(node)) in names]


def iterated(project: Project) -> tuple[dict[Function, Reason], set[Function]]:
    """Return the functions whose result is iterated over or given to `next`.

    Returns:
        Those that certainly are, with the place, and those that may be by their names.
    """
    certainly: dict[Function, Reason] = {}
    perhaps: set[Function] = set()
    names: set[tuple[Function, ...]] = set()  # each name once: many ask for the same
    for module in project.modules:
        for value, scope in _iterated_values(module):
            for called in called_by(value, scope):
                callees = may_call(called, scope, project)
                for function in callees.bound:
                    certainly[function] = Reason("is iterated over", value, module)
                if callees.by_name not in names:
                    names.add(callees.by_name)
                    perhaps.update(callees.by_name)
    return certainly, perhaps


def _iterated_values(module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    for loop, scope in module.nodes(ast.For):
        yield loop.iter, scope
    for clause, scope in module.nodes(ast.comprehension):
        if not clause.is_async:
            yield clause.iter, iterable_scope(clause, scope)
    for call, scope in module.calls(*ITERATING):
        handed_on = getattr(scope.frame, "name", "") in AWAITABLE  # `return iter(...)`
        if isinstance(call.func, ast.Name) and not handed_on:
            for argument in call.args:
                yield argument, scope
    for starred, scope in module.nodes(ast.Starred):
        yield starred.value, scope


def _members(argument: ast.expr, scope: Scope, project: Project) -> Iterator[ast.expr]:
    """Yield an argument, or what is in it if it is a collection."""
    if isinstance(argument, ast.Starred):
        argument = argument.value
    yield argument
    for element in elements(argument, scope, project):
        if isinstance(argument, ast.Name):
            yield element
        else:
            yield from _members(element, scope, project)


def _is_one_of(name: str, names: frozenset[str]) -> bool:
    return name in names or any(name.endswith("." + known) for known in names)
