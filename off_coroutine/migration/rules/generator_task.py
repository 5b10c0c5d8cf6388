"""A generator-based coroutine given to what makes a task of it.

Found: a generator function that stays one (under `types.coroutine`, or without a decorator) called
    in the argument of `create_task`, `asyncio.run` or `run_coroutine_threadsafe`; without a
    decorator also of `ensure_future`, `gather`, `wait_for`, `shield`, `as_completed` and
    `run_until_complete`.
Why: from Python 3.12 a generator is no coroutine to asyncio: TypeError, from `asyncio.run`
    ValueError.
Fix: `async def`; or give `create_task` a native coroutine that awaits the generator-based one.
Safety: functions that `migrate` makes native are left out, and calls of which it is not certain
    what they reach.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import is_types_coroutine
from off_coroutine.migration.inference.callees import must_call, the_call
from off_coroutine.migration.inference.calls import decorator_names
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.asyncio_api import COROUTINE, Takes, names
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="from Python 3.12 asyncio makes no task of a generator (TypeError)",
    remedy="make it `async def`",
    since="3.12",
)
# Methods of event loops and task groups, too; the rest is asked for by its full name.
_METHODS = frozenset({"create_task", "run_until_complete"})
_STRICT = names(takes=Takes.COROUTINES)
_LENIENT = names(takes=Takes.AWAITABLES) - {"async"}  # which is gone before it is strict


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for call, scope in module.calls(*_STRICT, *_LENIENT):
        name = last_name(call.func)
        if not _is_asyncio(call.func, name, scope, analysis):
            continue
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            given = the_call(argument, scope)
            if given is not None:
                found = must_call(given.func, scope, analysis.project)
                if found and all(_is_refused(f, name, analysis) for f in found):
                    what = f"`{name}` of the generator `{last_name(given.func)}`"
                    yield INFO.report(module.source, argument, what)


def _is_asyncio(called: ast.expr, name: str, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    qualified_name = analysis.project.qualified_name(called, scope)
    return qualified_name == f"asyncio.{name}" or (
        name in _METHODS and isinstance(called, ast.Attribute) and not qualified_name
    )


def _is_refused(function: Function, name: str, analysis: CoroutineAnalysis) -> bool:
    """Return whether a call by that name refuses what a function returns."""
    if is_types_coroutine(function, analysis.project):
        return name in _STRICT
    return stays_generator(function, analysis)


def stays_generator(function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether a generator has no decorator that helps it and is not made native."""
    return (
        function.is_generator
        and not analysis.becomes_async(function)
        and not COROUTINE.intersection(decorator_names(function, analysis.project))
    )
