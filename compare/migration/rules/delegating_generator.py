"""A generator that delegates to a coroutine.

Found: in a generator that stays one, `yield from` of a call of a coroutine that becomes native.
Why: only a coroutine may delegate to a native coroutine (TypeError).
Fix: `.__await__()` behind the call, which gives the iterator that the generator can delegate to.
Safety: where only some of what is called becomes native, those stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module

KIND = Kind(
    __name__,
    why="a generator cannot delegate to a native coroutine, only to its iterator",
    remedy="delegate to the coroutine's `__await__()`",
)


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        if not coroutines.stays_plain(function):
            continue
        for node, found in coroutines.delegations(function):
            converted = any(map(coroutines.converts, found.functions))
            if found.certain and converted and coroutines.asks_for_iterator(node, found):
                end = module.source.end(node.value)
                what = "`yield from` of a coroutine in a generator"
                yield KIND.converted(module.source, node, what, [Edit(end, end, ".__await__()")])
