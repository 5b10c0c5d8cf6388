"""A coroutine function as a callback.

Found: a coroutine function given to `call_soon`, `call_later`, `call_at`, `call_soon_threadsafe`,
    `add_done_callback`, `add_reader`, `add_writer` or `add_signal_handler`; a generator that stays
    one given to `asyncio.start_server`.
Why: the event loop calls it, drops what it returns, and its body never runs. A native one is
    refused where the event loop asks (TypeError); a generator is not, and `start_server` never runs
    one from Python 3.12.
Fix: a plain function that calls `asyncio.create_task`; for `start_server`, `async def`.
Safety: only functions of the package of which it is certain that they are meant; and not where the
    package has a method of the name, which may run coroutines, in a module that imports Tornado,
    whose loop runs them, or where a TypeError is expected.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import is_types_coroutine, must_call_coroutines
from off_coroutine.migration.inference.callees import must_call
from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rules.generator_task import stays_generator
from off_coroutine.migration.semantics.asyncio_api import CALLBACKS, SERVERS
from off_coroutine.migration.semantics.import_graph import imports
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="it is called, what it returns is dropped, and its body never runs",
    remedy="give a plain function that calls `asyncio.create_task`",
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    servers = [name for name in module.calls_by_name if name.startswith("start_")]
    for call, scope in module.calls(*CALLBACKS, *servers):
        name = last_name(call.func)
        place = CALLBACKS.get(name, len(call.args))
        if isinstance(call.func, ast.Attribute) and place < len(call.args):
            callback = call.args[place]
            runs_it = name in analysis.project.functions_named or imports(module, "tornado")
            if (
                not runs_it
                and not expects_failure(call, module)
                and must_call_coroutines(callback, scope, analysis)
            ):
                what = f"the coroutine function `{last_name(callback)}` as callback of `{name}`"
                yield INFO.report(module.source, callback, what)
        elif name.startswith("start_"):
            yield from _server(call, scope, analysis)


def _server(call: ast.Call, scope: Scope, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    project = analysis.project
    root, _, server = project.qualified_name(call.func, scope).rpartition(".")
    if root != "asyncio" or server not in SERVERS:
        return
    given = [k.value for k in call.keywords if k.arg == "client_connected_cb"]
    for callback in (call.args or given)[:1]:
        called = _called(callback, scope, project)
        functions = must_call(called, scope, project)
        if functions and all(
            stays_generator(f, analysis) or is_types_coroutine(f, project) for f in functions
        ):
            what = f"the generator `{last_name(called)}` as callback of a server"
            finding = INFO.report(scope.module.source, callback, what)
            yield replace(finding, remedy="make it `async def`", since="3.12")


def _called(callback: ast.expr, scope: Scope, project: Project) -> ast.expr:
    """Return what a callback calls and hands on: itself, if it is not made on the spot."""
    if isinstance(callback, ast.Lambda) and isinstance(callback.body, ast.Call):
        return callback.body.func
    if isinstance(callback, ast.Call) and callback.args:
        is_partial = project.qualified_name(callback.func, scope) == "functools.partial"
        return callback.args[0] if is_partial else callback
    return callback
