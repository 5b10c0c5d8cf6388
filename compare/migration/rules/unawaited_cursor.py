"""A cursor of PyMongo Async that has to be awaited first.

Found: `aggregate`, `watch`, `list_indexes` and their like on a collection or database that comes
    from an `AsyncMongoClient`, used without `await`.
Why: Motor's returned a cursor; PyMongo's return a coroutine that returns one, so `async for` raises
    TypeError, and an attribute of it AttributeError.
Fix: `async for document in await collection.aggregate(...)`.
Safety: only where the collection is known to be PyMongo's, by what was assigned or by an
    annotation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module, Scope
from compare.migration.package import Package

KIND = Kind(
    __name__,
    why="in PyMongo Async it returns a coroutine, not the cursor that Motor's returned",
    remedy="await it first",
)
_COROUTINES = frozenset(
    {"aggregate", "aggregate_raw_batches", "watch", "list_indexes", "list_search_indexes"}
    | {"list_collections", "list_databases"}
)
_CLASSES = frozenset({"AsyncMongoClient", "AsyncDatabase", "AsyncCollection"})
_HANDING_ON = frozenset({"get_database", "get_default_database", "get_collection", "with_options"})
_DEEPEST = 8  # names and attributes that stand for one another


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    package = coroutines.package
    for call, scope in module.nodes(ast.Call):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _COROUTINES:
            continue
        if _is_asynchronous(call.func.value, scope, package, _DEEPEST) and _is_unawaited(
            call, scope
        ):
            what = f"`{call.func.attr}` of a PyMongo Async collection, not awaited"
            yield KIND.found(module.source, call, what)


def _is_unawaited(call: ast.Call, scope: Scope) -> bool:
    """Return whether what a call returns is used as what it would give if awaited."""
    module = scope.module
    if _is_used_as_cursor(call, module.parents):
        return True
    statement = module.parents[call]
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    name = statement.targets[0].id
    uses = [
        node
        for node, where in module.nodes(ast.Name)
        if node.id == name and where is scope and isinstance(node.ctx, ast.Load)
    ]
    return (
        len(scope.bindings[name]) == 1
        and bool(uses)
        and all(_is_used_as_cursor(node, module.parents) for node in uses)
    )


def _is_used_as_cursor(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents[node]
    if isinstance(parent, ast.withitem):
        return isinstance(parents[parent], ast.AsyncWith)
    if isinstance(parent, ast.comprehension):
        return bool(parent.is_async)
    return isinstance(parent, (ast.AsyncFor, ast.Attribute, ast.Expr))


def _is_asynchronous(value: ast.expr, scope: Scope, package: Package, steps: int) -> bool:
    """Return whether a value certainly is a client, database or collection of PyMongo Async."""
    if not steps:
        return False
    if isinstance(value, ast.Name):
        return _is_named(value.id, scope, package, steps - 1)
    if isinstance(value, ast.Subscript):
        return _is_asynchronous(value.value, scope, package, steps - 1)
    if isinstance(value, ast.Call):
        if _is_class(value.func, scope, package):
            return True
        made_by = value.func
        if not isinstance(made_by, ast.Attribute) or made_by.attr not in _HANDING_ON:
            return False
        return _is_asynchronous(made_by.value, scope, package, steps - 1)
    if not isinstance(value, ast.Attribute):
        return False
    if last_name(value.value) == "self":
        assigned = package.values_by_name.get(value.attr, [])
        return bool(assigned) and all(
            _is_asynchronous(other, scope, package, steps - 1) for other in assigned
        )
    return _is_asynchronous(value.value, scope, package, steps - 1)


def _is_named(name: str, scope: Scope, package: Package, steps: int) -> bool:
    bindings = scope.lookup(name)
    home: Scope | None = scope
    while home is not None and name not in home.bindings:
        home = home.outer
    if isinstance(home, Function) and bindings == [None]:
        arguments = home.node.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            if argument.arg == name and argument.annotation is not None:
                return _is_class(argument.annotation, home, package)
    return bool(bindings) and all(
        isinstance(binding, ast.expr) and _is_asynchronous(binding, scope, package, steps)
        for binding in bindings
    )


def _is_class(expression: ast.expr, scope: Scope, package: Package) -> bool:
    if isinstance(expression, ast.Subscript):  # AsyncCollection[dict[str, Any]]
        expression = expression.value
    root, _, name = package.full_name(expression, scope).rpartition(".")
    return name in _CLASSES and root.partition(".")[0] == "pymongo"
