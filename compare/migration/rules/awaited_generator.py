"""A generator that coroutines delegate to.

Found: a generator function that is no coroutine, because it gives or takes values, and that a
    coroutine delegates to which becomes native.
Why: `await` takes no generator (TypeError).
Fix: `@types.coroutine`, which changes nothing else about a generator.
Safety: one with a decorator of its own stays, and the coroutine with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.findings import Finding, Kind
from compare.migration.keeping import made_awaitable
from compare.migration.module import Module

KIND = Kind(
    __name__,
    why="a native coroutine cannot await a generator",
    remedy="decorate it with `types.coroutine`",
)


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        if function in coroutines.awaited_generators:
            what = f"the generator `{function.name}`, which coroutines delegate to"
            yield KIND.converted(module.source, function.node, what, made_awaitable(function))
