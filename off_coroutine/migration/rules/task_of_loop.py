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
from off_coroutine.migration.rewrite.edits import Edit
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.nodes import add_definition, ensure_import
from off_coroutine.migration.semantics.scopes import Module, Scope

REMOVED = (3, 9)
_FUNCTIONS_CAME = (3, 7)
INFO = RuleInfo(
    __name__,
    why="asyncio.Task has no such method from Python 3.9: AttributeError when the line runs",
    remedy="use the function of asyncio",
    since="3.9",
)
_DEFINITIONS = {
    "current_task": '''\
def _current_task(loop=None):
    """Return the task that runs, as asyncio.Task.current_task did up to Python 3.8."""
    if hasattr({asyncio}.Task, "current_task"):
        return {asyncio}.Task.current_task(loop)
    return {asyncio}.current_task(loop or {asyncio}.get_event_loop())
''',
    "all_tasks": '''\
def _all_tasks(loop=None):
    """Return the tasks of an event loop; those that are done only up to Python 3.8."""
    if hasattr({asyncio}.Task, "all_tasks"):
        return {asyncio}.Task.all_tasks(loop)
    return {asyncio}.all_tasks(loop or {asyncio}.get_event_loop())
''',
}


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for node, scope in module.nodes(ast.Attribute):
        qualified_name = (
            analysis.project.qualified_name(node, scope) if node.attr in _DEFINITIONS else ""
        )
        if qualified_name.rpartition(".")[0] not in ("asyncio.Task", "asyncio.tasks.Task"):
            continue
        if has_version_guard(node, module, REMOVED):
            continue
        call = module.parents[node]
        is_called = isinstance(call, ast.Call) and call.func is node
        if is_called and analysis.target >= _FUNCTIONS_CAME:
            edits = _by_function(node, scope, analysis)
        else:
            edits = _by_helper(node, module)
        yield INFO.fix(source, node, f"`{qualified_name}`", edits)


def _by_helper(node: ast.Attribute, module: Module) -> Iterator[Edit]:
    helper = f"_{node.attr}"
    yield Edit(module.source.start(node), module.source.end(node), helper)
    if helper not in module.bindings:
        asyncio, imports = ensure_import(module, "asyncio")
        yield from imports
        text = _DEFINITIONS[node.attr].format(asyncio=asyncio)
        yield from add_definition(module, text, module.source.start(node))


def _by_function(node: ast.Attribute, scope: Scope, analysis: CoroutineAnalysis) -> Iterator[Edit]:
    module = scope.module
    source = module.source
    call = module.parents[node]
    assert isinstance(call, ast.Call)
    in_coroutine = runs_in_coroutine(scope, analysis)
    if (call.args or call.keywords) and not in_coroutine:
        yield from _by_helper(node, module)  # the loop may be None
        return
    asyncio, imports = ensure_import(module, "asyncio")
    yield from imports
    yield Edit(source.start(node), source.end(node), f"{asyncio}.{node.attr}")
    if not in_coroutine:
        end = source.end(call) - 1
        yield Edit(end, end, f"{asyncio}.get_event_loop()")
