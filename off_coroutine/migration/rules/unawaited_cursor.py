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

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.values import Class, infer_class, reaching_values
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module, Scope

INFO = RuleInfo(
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


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    project = analysis.project
    for call, scope in module.nodes(ast.Call):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _COROUTINES:
            continue
        if _is_asynchronous(call.func.value, scope, project, _DEEPEST) and _is_unawaited(
            call, scope
        ):
            what = f"`{call.func.attr}` of a PyMongo Async collection, not awaited"
            yield INFO.report(module.source, call, what)


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
        if node.id == name and where.frame is scope and isinstance(node.ctx, ast.Load)
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


def _is_asynchronous(value: ast.expr, scope: Scope, project: Project, steps: int) -> bool:
    """Return whether a value certainly is a client, database or collection of PyMongo Async."""
    if not steps:
        return False
    if _is_class(infer_class(value, scope, project)):
        return True
    if isinstance(value, ast.Subscript):
        return _is_asynchronous(value.value, scope, project, steps - 1)
    if isinstance(value, ast.Call):
        made_by = value.func
        if isinstance(made_by, ast.Attribute) and made_by.attr in _HANDING_ON:
            return _is_asynchronous(made_by.value, scope, project, steps - 1)
    values = reaching_values(value, scope, project)
    if values:
        return all(_is_asynchronous(other, where, project, steps - 1) for other, where in values)
    return isinstance(value, ast.Attribute) and _is_asynchronous(
        value.value, scope, project, steps - 1
    )


def _is_class(found: Class) -> bool:
    root, _, name = found.rpartition(".") if isinstance(found, str) else ("", "", "")
    return name in _CLASSES and root.partition(".")[0] == "pymongo"
