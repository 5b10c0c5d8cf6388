"""Where the lines that run a main coroutine can become `asyncio.run`."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import must_call_coroutines
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.spans import bare, replace_node
from off_coroutine.migration.rewrite.statements import block_of, remove_statement, replace_statement
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module, Scope

_HARMLESS = sys.stdlib_module_names - {"asyncio"}


def as_run(made: ast.Call, scope: Scope, analysis: CoroutineAnalysis) -> list[Rewrite]:
    """Return the edits for `asyncio.run`; none if that is not certainly the same.

    An event loop is asked for, runs one native coroutine and is closed at once or in `finally`;
    nothing else knows it, and nothing that may belong to another loop is made before.
    """
    module = scope.module
    assigned = module.parents[made]
    if not isinstance(assigned, ast.Assign) or not isinstance(assigned.targets[0], ast.Name):
        return []
    loop = assigned.targets[0].id
    block = block_of(module, assigned)
    following = block[block.index(assigned) + 1 :][:2]
    frame = following[0] if following else None
    if isinstance(frame, ast.Try):
        only_cleans_up = not frame.handlers and "#" not in module.source.segment(frame)
        following = [*frame.body, *frame.finalbody] if only_cleans_up else []
    calls = [call for statement in following if (call := _call_on(loop, statement))]
    methods = [call.func.attr for call in calls if isinstance(call.func, ast.Attribute)]
    if methods != ["run_until_complete", "close"] or len(following) != 2:
        return []
    run, close = calls
    meant = scope.bindings_of(loop)
    uses = [n for n, where in module.names(loop) if where.bindings_of(loop) is meant]
    main = run.args[0] if len(run.args) == 1 else None
    if len(uses) != 3 or not isinstance(main, ast.Call) or scope is not module:
        return []
    functions = must_call_coroutines(main.func, scope, analysis)
    if not functions or not all(map(analysis.will_be_async, functions)):
        return []
    if _makes_objects(analysis.project, {made, run, main, close}):
        return []
    return list(_edits([assigned, *following], frame, run, module, analysis.project))


def _call_on(name: str, statement: ast.stmt) -> ast.Call | None:
    """Return the call of a method of an object that gives the value of a statement."""
    call = getattr(statement, "value", None)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    receiver = call.func.value
    return call if isinstance(receiver, ast.Name) and receiver.id == name else None


def _makes_objects(project: Project, known: set[ast.Call]) -> bool:
    """Return whether anything that may belong to an event loop is made when modules are run."""
    return any(
        (scope.frame.is_class or scope.frame is module)
        and call not in known
        and not _is_harmless(call.func, scope, project)
        for module in project.modules
        for call, scope in module.nodes(ast.Call)
    )


def _is_harmless(called: ast.expr, scope: Scope, project: Project) -> bool:
    if qualified_name := project.qualified_name(called, scope):
        return qualified_name.partition(".")[0] in _HARMLESS
    if isinstance(called, ast.Name):
        return hasattr(builtins, called.id) and not scope.bindings_of(called.id)
    if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name):
        return False
    made = scope.bindings_of(called.value.id)  # parser.parse_args()
    return bool(made) and all(
        isinstance(value, ast.Call)
        and project.qualified_name(value.func, scope).partition(".")[0] in _HARMLESS
        for value in made
    )


def _edits(
    statements: list[ast.stmt],
    frame: ast.stmt | None,
    run: ast.Call,
    module: Module,
    project: Project,
) -> Iterator[Rewrite]:
    assigned, running, closing = statements
    asyncio, imports = ensure_import(module, "asyncio", run, project)
    yield from imports
    yield remove_statement(module, assigned)
    yield replace_node(module, run.func, f"{asyncio}.run")
    if isinstance(frame, ast.Try):
        yield replace_statement(module, frame, bare(module, running))
    else:
        yield remove_statement(module, closing)
