"""`asyncio.Task.current_task` and `asyncio.Task.all_tasks`.

Found: the two class methods of `Task`.
Why: deprecated in Python 3.7, removed in 3.9: AttributeError when the line runs.
Fix: a function of the module's own, which calls the one that there is. `--target 3.7` or later
    calls `asyncio.current_task` and `asyncio.all_tasks`, where it is certain which loop is meant.
Safety: without an argument the current loop is meant, also where none runs. Tasks that are done
    are no more among all tasks, from Python 3.9 or with a target. Code that asks for the version
    itself stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import runs_in_coroutine
from off_coroutine.migration.inference.reachability import has_version_guard
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import ALL_TASKS, CURRENT_TASK
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.nodes import add_argument
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.semantics.scopes import Module, Scope

REMOVED = (3, 9)
_FUNCTIONS_CAME = (3, 7)
INFO = RuleInfo(
    __name__,
    why="asyncio.Task has no such method from Python 3.9: AttributeError when the line runs",
    remedy="use the function of asyncio",
    since="3.9",
)
_HELPERS = {"current_task": CURRENT_TASK, "all_tasks": ALL_TASKS}


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for node, scope in module.attributes(*_HELPERS):
        qualified_name = analysis.project.qualified_name(node, scope)
        if qualified_name.rpartition(".")[0] not in ("asyncio.Task", "asyncio.tasks.Task"):
            continue
        if has_version_guard(node, module, REMOVED):
            continue
        call = module.parents[node]
        is_called = isinstance(call, ast.Call) and call.func is node
        if is_called and analysis.target >= _FUNCTIONS_CAME:
            edits = list(_by_function(node, scope, analysis))
        else:
            edits = _by_helper(node, module, analysis)
        yield INFO.fix(source, node, f"`{qualified_name}`", edits)


def _by_helper(node: ast.Attribute, module: Module, analysis: CoroutineAnalysis) -> list[Rewrite]:
    same = (other for other, _ in module.attributes(node.attr))
    first = min(map(module.source.start, same))
    name, defined = use_helper(_HELPERS[node.attr], module, analysis.project, first)
    return [replace_node(module, node, name), *defined]


def _by_function(
    node: ast.Attribute, scope: Scope, analysis: CoroutineAnalysis
) -> Iterator[Rewrite]:
    module = scope.module
    call = module.parents[node]
    assert isinstance(call, ast.Call)
    in_coroutine = runs_in_coroutine(scope, analysis)
    if (call.args or call.keywords) and not in_coroutine:
        yield from _by_helper(node, module, analysis)  # the loop may be None
        return
    asyncio, imports = ensure_import(module, "asyncio", node, analysis.project)
    yield from imports
    yield replace_node(module, node, f"{asyncio}.{node.attr}")
    if not in_coroutine:
        yield add_argument(module, call, f"{asyncio}.get_event_loop()")
