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

from compare.migration.coroutines import Coroutines
from compare.migration.evidence import decorator_names, last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module, Scope
from compare.migration.names import COROUTINE
from compare.migration.reached import is_types_coroutine, reached, the_call

KIND = Kind(
    __name__,
    why="from Python 3.12 asyncio makes no task of a generator (TypeError)",
    remedy="make it `async def`",
    since="3.12",
)
# Methods of event loops and task groups, too; the rest is asked for by its full name.
_METHODS = frozenset({"create_task", "run_until_complete"})
_STRICT = frozenset({"create_task", "run", "run_coroutine_threadsafe"})
_LENIENT = frozenset(
    {"run_until_complete", "ensure_future", "gather", "wait_for", "shield", "as_completed"}
)


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for call, scope in module.nodes(ast.Call):
        name = last_name(call.func)
        if name not in _STRICT | _LENIENT or not _is_asyncio(call.func, name, scope, coroutines):
            continue
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            given = the_call(argument, scope)
            if given is not None:
                found = reached(given.func, scope, coroutines.package)
                if found and all(_is_refused(f, name, coroutines) for f in found):
                    what = f"`{name}` of the generator `{last_name(given.func)}`"
                    yield KIND.found(module.source, argument, what)


def _is_asyncio(called: ast.expr, name: str, scope: Scope, coroutines: Coroutines) -> bool:
    full_name = coroutines.package.full_name(called, scope)
    return full_name == f"asyncio.{name}" or (
        name in _METHODS and isinstance(called, ast.Attribute) and not full_name
    )


def _is_refused(function: Function, name: str, coroutines: Coroutines) -> bool:
    """Return whether a call by that name refuses what a function returns."""
    if is_types_coroutine(function, coroutines.package):
        return name in _STRICT
    return stays_generator(function, coroutines)


def stays_generator(function: Function, coroutines: Coroutines) -> bool:
    """Return whether a generator has no decorator that helps it and is not made native."""
    return (
        function.is_generator
        and not coroutines.converts(function)
        and not COROUTINE.intersection(decorator_names(function, coroutines.package))
    )
