"""What shows that a generator function is a coroutine, or that it is driven by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from off_coroutine.migration.coroutines.test_frameworks import runs_coroutines
from off_coroutine.migration.inference.callees import called_by, elements, may_call
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
    """Return whether an undecorated function only delegates: no value is given to a caller."""
    if not function.name or not function.is_generator or function.is_native:
        return False
    if function.name == "__await__" and (_is_modern(function) or counterpart(function, project)):
        return False
    if any(not is_nothing(node.value) or _is_used(node, function) for node in function.yields):
        return False  # something gets values out of it, or sends them in
    names = decorator_names(function, project)
    return not any(_is_one_of(name, GENERATOR_DECORATORS) for name in names)


def shows_coroutine(function: Function, project: Project) -> bool:
    """Return whether a function is a coroutine by its decorators or by what it waits for."""
    if function.name == "__await__" or counterpart(function, project):
        return True
    if any(_is_one_of(name, TEST_DECORATORS) for name in decorator_names(function, project)):
        return True
    assert function.outer is not None
    if function.name.startswith("test") and runs_coroutines(function.outer, project):
        return True
    if any(_runs_its_subject(node, function.outer, project) for node in function.decorators):
        return True
    return any(
        project.qualified_name(called, function).startswith("asyncio.")
        for node in function.delegations
        for called in called_by(node.value, function)
    )


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
    if other is None or function.owner is None or function.outer is None:
        return None
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
    if function.owner is None or function.outer is None:
        return []
    related = project.class_hierarchy(function.outer)
    return [method for method in project.methods(related, function.name) if method is not function]


def may_delegate_to_native(function: Function, project: Project) -> bool:
    """Return whether a generator that is no coroutine of ours may `yield from` a native one."""
    if counterpart(function, project):
        return True  # it is replaced together with that
    return not AWAITABLE_GENERATOR.isdisjoint(decorator_names(function, project))


def run_as_coroutines(project: Project, iterated: set[Function]) -> set[Function]:
    """Return the functions whose result is given to something that runs coroutines.

    Those that may be iterated over have to be certain, not found by their names.
    """
    found: set[Function] = set()
    for module in project.modules:
        for call, scope in module.nodes(ast.Call):
            if project.qualified_name(call.func, scope) in COROUTINE:
                for argument in call.args:
                    if isinstance(argument, ast.Name) and len(scope.bindings_of(argument.id)) == 1:
                        definitions = project.definition(argument, scope)
                        found.update(item for item in definitions if isinstance(item, Function))
            elif last_name(call.func) in RUNNERS:
                for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
                    for value in _members(argument, scope):
                        for called in called_by(value, scope):
                            functions, certain = may_call(called, scope, project)
                            found.update(f for f in functions if certain or f not in iterated)
    return found


def given_to_be_awaited(project: Project, analysis: Iterable[Function]) -> set[Function]:
    """Return the functions given to a coroutine that delegates to a call of its argument."""
    places = {function: _awaited_parameters(function) for function in analysis}
    places = {function: found for function, found in places.items() if found}
    names = {function.name for function in places}
    given: set[Function] = set()
    for module in project.modules:
        for call, scope in module.nodes(ast.Call):
            if last_name(call.func) in names:
                for function in may_call(call.func, scope, project).functions:
                    for place in places.get(function, ()):
                        if place < len(call.args):
                            found = project.definition(call.args[place], scope)
                            given.update(item for item in found if isinstance(item, Function))
    return given


def asks_for_coroutine_functions(project: Project) -> bool:
    """Return whether a package asks asyncio which functions are coroutine functions."""
    return any(
        last_name(node) == "iscoroutinefunction"
        and project.qualified_name(node, scope).startswith("asyncio.")
        for module in project.modules
        for kind in (ast.Attribute, ast.Name)
        for node, scope in module.nodes(kind)
    )


def _awaited_parameters(function: Function) -> list[int]:
    """Return the places of the parameters whose calls a function delegates to."""
    names = [argument.arg for argument in function.node.args.args]
    called = (node.value.func for node in function.delegations if isinstance(node.value, ast.Call))
    return [names.index(name) for node in called if (name := last_name(node)) in names]


def iterated(project: Project) -> tuple[dict[Function, ast.AST], set[Function]]:
    """Return the functions whose result is iterated over or given to `next`.

    Returns:
        Those that certainly are, with the place, and those that may be by their names.
    """
    certainly: dict[Function, ast.AST] = {}
    perhaps: set[Function] = set()
    for module in project.modules:
        for value, scope in _iterated_values(module):
            for called in called_by(value, scope):
                functions, certain = may_call(called, scope, project)
                if certain:
                    certainly.update((function, value) for function in functions)
                else:
                    perhaps.update(functions)
    return certainly, perhaps


def _iterated_values(module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    for loop, scope in module.nodes(ast.For):
        yield loop.iter, scope
    for clause, scope in module.nodes(ast.comprehension):
        if not clause.is_async:
            yield clause.iter, iterable_scope(clause, scope)
    for call, scope in module.nodes(ast.Call):
        frame = scope.frame
        handed_on = isinstance(frame, Function) and frame.name in AWAITABLE  # `return iter(...)`
        if isinstance(call.func, ast.Name) and call.func.id in ITERATING and not handed_on:
            for argument in call.args:
                yield argument, scope
    for starred, scope in module.nodes(ast.Starred):
        yield starred.value, scope


def _members(argument: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """Yield an argument, or what is in it if it is a collection."""
    if isinstance(argument, ast.Starred):
        argument = argument.value
    yield argument
    for element in elements(argument, scope):
        if isinstance(argument, ast.Name):
            yield element
        else:
            yield from _members(element, scope)


def decorator_names(function: Function, project: Project) -> list[str]:
    assert function.outer is not None
    plain = [node.func if isinstance(node, ast.Call) else node for node in function.decorators]
    return [project.qualified_name(node, function.outer) or ast.unparse(node) for node in plain]


def _is_one_of(name: str, names: frozenset[str]) -> bool:
    return name in names or any(name.endswith("." + known) for known in names)


def _runs_its_subject(decorator: ast.expr, scope: Scope, project: Project) -> bool:
    """Return whether a decorator of the package runs what it decorates as a coroutine."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    for definition in project.definition(called, scope):
        for call, where in definition.module.nodes(ast.Call):
            if _stands_in(where, definition) and (
                last_name(call.func) in RUNNERS
                or project.qualified_name(call.func, where) in COROUTINE
            ):
                return True
    return False


def _stands_in(scope: Scope | None, outer: Scope) -> bool:
    while scope is not None and scope is not outer:
        scope = scope.outer
    return scope is outer
