"""A generator that is used as a coroutine, without a decorator.

Found: a generator function of nothing but `yield from` that coroutines delegate to, that waits
    for asyncio or a coroutine itself, that overrides a coroutine, or that is given to something
    that runs coroutines, such as a test decorator or `asyncio.gather`, also in a list. In a module
    that imports asyncio, or one that does, it is enough that it uses the result of what it
    delegates to, which may be a plain function by its name alone, but not another generator.
Why: a native coroutine cannot await it, and it cannot delegate to a native coroutine
    (TypeError).
Fix: `async def`.
Safety: without any of that it is a generator like any other, and stays one. One that
    is also iterated over stays one under `types.coroutine`, so that it can be awaited as well; that
    is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compare.migration.coroutines import Coroutines
from compare.migration.findings import Finding, Kind
from compare.migration.keeping import made_awaitable
from compare.migration.module import Module
from compare.migration.names import AWAITABLE
from compare.migration.rewriting import made_native

KIND = Kind(
    __name__,
    why="an undecorated generator cannot be awaited, nor delegate to a native coroutine",
    remedy="make it `async def` and await what it delegates to",
)


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        if function not in coroutines.found or function in coroutines.decorated:
            continue
        if function.is_native or function.name in AWAITABLE:
            continue
        what = f"the undecorated coroutine `{function.name}`"
        if refusal := coroutines.refused.get(function):
            left = KIND.refused(module.source, function.node, what, refusal.reason, refusal.remedy)
            yield replace(left, edits=tuple(made_awaitable(function)))
        else:
            edit = made_native(module.source, function)
            yield KIND.converted(module.source, function.node, what, [edit])
