"""`get_event_loop` where there is none yet.

Found: an event loop from `asyncio.get_event_loop()` that is run by `run_until_complete` or
    `run_forever`, in a module that sets none.
Why: no event loop runs there, so it used to make one. Python 3.12 and 3.13 warn of it
    (DeprecationWarning), 3.14 raises RuntimeError.
Fix: a function of the module's own, which makes one where there is none; `--target 3.7` or later
    puts `asyncio.run(main())` in place of a main block that asks for an event loop, runs one
    coroutine and closes it, if nothing that may belong to another loop is made before.
Safety: what only asks for an event loop may be called where one runs, and is left out; so is a
    coroutine. `asyncio.run` also cancels the tasks that are left.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import EVENT_LOOP
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.rules._main_block import as_run
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module, Scope

INFO = RuleInfo(
    __name__,
    why="`get_event_loop` makes no event loop any more: RuntimeError from Python 3.14",
    remedy="call `asyncio.run`, or make one with `asyncio.new_event_loop()`",
    since="3.14",
)
_RUNNING = frozenset({"run_until_complete", "run_forever"})
_SETTING = frozenset({"set_event_loop", "install"})
_RUN_CAME = (3, 7)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    asked: dict[ast.Call, Scope] = {}
    if module.calls(*_SETTING):
        return
    for call, scope in module.calls(*_RUNNING):
        if isinstance(call.func, ast.Attribute):
            made = _origin(call.func.value, scope)
            if made is not None and _asks(made, scope, analysis.project):
                asked[made] = scope
    first = min(map(module.source.start, asked), default=0)
    for made, scope in asked.items():
        if not expects_failure(made, module):
            edits = as_run(made, scope, analysis) if analysis.target >= _RUN_CAME else []
            edits = edits or _made_where_missing(made, module, first, analysis.project)
            what = "`get_event_loop` where no event loop runs"
            yield INFO.fix(module.source, made, what, edits)


def _made_where_missing(
    made: ast.Call, module: Module, first: int, project: Project
) -> list[Rewrite]:
    name, defined = use_helper(EVENT_LOOP, module, project, first)
    return [replace_node(module, made, f"{name}()"), *defined]


def _origin(loop: ast.expr, scope: Scope) -> ast.Call | None:
    """Return the call that made an event loop, through a name that stands for nothing else."""
    if isinstance(loop, ast.Name):
        bindings = scope.bindings_of(loop.id)
        made = bindings[0] if len(bindings) == 1 else None
    else:
        made = loop
    return made if isinstance(made, ast.Call) else None


def _asks(call: ast.Call, scope: Scope, project: Project) -> bool:
    return project.qualified_name(call.func, scope) in (
        "asyncio.get_event_loop",
        "asyncio.events.get_event_loop",
    )
