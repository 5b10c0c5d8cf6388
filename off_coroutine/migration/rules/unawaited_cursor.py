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
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.solver import Expression, Result, Value
from off_coroutine.migration.inference.values import class_of
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


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    project = analysis.project
    for call, scope in module.nodes(ast.Call):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _COROUTINES:
            continue
        if _is_asynchronous(call.func.value, scope, project) and _is_unawaited(call, scope):
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
        for node, where in module.names(name)
        if where.frame is scope and isinstance(node.ctx, ast.Load)
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


def _is_asynchronous(value: ast.expr, scope: Scope, project: Project) -> bool:
    """Return whether a value certainly is a client, database or collection of PyMongo Async."""
    pending = [(value, scope)]
    seen: set[ast.expr] = set()
    while pending:
        reaching = flow_of(project).reach(*(place := pending.pop()))
        seen.add(place[0])
        if not reaching.complete or not reaching.values:
            return False
        for each in reaching.values:
            if class_of(each) == "" or _is_class(each):
                continue
            if (owner := _owner(each)) is None or owner[0] in seen:
                return False
            pending.append(owner)
    return True


def _owner(value: Value) -> tuple[ast.expr, Scope] | None:
    """Return what gives a database or a collection as an attribute, an item or by a method."""
    if isinstance(value, Expression) and isinstance(value.node, (ast.Subscript, ast.Attribute)):
        return value.node.value, value.scope
    if isinstance(value, Result) and isinstance(method := value.node.func, ast.Attribute):
        return (method.value, value.scope) if method.attr in _HANDING_ON else None
    return None


def _is_class(value: Value) -> bool:
    found = class_of(value)
    root, _, name = found.rpartition(".") if isinstance(found, str) else ("", "", "")
    return name in _CLASSES and root.partition(".")[0] == "pymongo"
