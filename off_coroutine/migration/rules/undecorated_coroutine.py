"""A generator that is used as a coroutine, without a decorator.

Found: a generator function of nothing but `yield from` that coroutines delegate to, that waits
    for asyncio or a coroutine itself, that overrides a coroutine, or that is given to something
    that runs coroutines, such as a test decorator or `asyncio.gather`, also in a list. In a module
    that imports asyncio, or one that does, it is enough that it uses the result of what it
    delegates to, which may be a plain function by its name alone, but not another generator.
Why: a native coroutine cannot await it, and it cannot delegate to a native coroutine
    (TypeError).
Fix: `async def`.
Safety: without any of that it is a generator like any other, and stays one. So does one that is
    also iterated over: under `types.coroutine`, which is said, if what becomes native awaits it, or
    if it delegates to that; else as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import may_escape
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.keeping import DECORATED, add_types_coroutine
from off_coroutine.migration.rewrite.statements import put_async
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.scopes import Function, Module

INFO = RuleInfo(
    __name__,
    why="an undecorated generator cannot be awaited, nor delegate to a native coroutine",
    remedy="make it `async def` and await what it delegates to",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        if function not in analysis.members or function in analysis.decorated:
            continue
        if function.is_native or function.name in AWAITABLE:
            continue
        what = f"the undecorated coroutine `{function.name}`"
        if refusal := analysis.blocked.get(function):
            left = INFO.refuse(module.source, function.node, what, refusal.reason, refusal.remedy)
            if _meets_native(function, analysis):
                edits = tuple(add_types_coroutine(function, analysis.project))
                left = replace(left, edits=edits, refusal=f"{left.refusal}; {DECORATED}")
            yield left
        else:
            assert isinstance(function.node, ast.FunctionDef)
            edit = put_async(module, function.node)
            yield INFO.fix(module.source, function.node, what, [edit])


def _meets_native(function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether what becomes native may await a generator, or is what that delegates to.

    What decorates it, or gets it as a value, may await what it returns.
    """
    if analysis.is_awaited(function) or function.decorators:
        return True
    if may_escape(function, analysis.project):
        return True
    return any(
        analysis.will_be_async(target)
        for _, found in analysis.delegations(function)
        for target in found.functions
    )
