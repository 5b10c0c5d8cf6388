"""`with await lock`.

Found: a `with` statement in a native coroutine whose context manager is an awaited lock of asyncio.
Why: locks of asyncio lost it in Python 3.9 (TypeError), as they lost `with (yield from lock)`.
Fix: `async with lock`.
Safety: only where all that is assigned to a name is a lock of asyncio. A pool or an engine of a
    database and a lock of another package are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.deliberate import is_deliberate
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module
from compare.migration.reached import made_by_asyncio

KIND = Kind(
    __name__,
    why="`with await lock` raises TypeError from Python 3.9",
    remedy="use `async with lock`",
)
_LOCKS = frozenset({"Lock", "Condition", "Semaphore", "BoundedSemaphore"})


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        for node in function.awaits:
            item = module.parents[node]
            if (
                isinstance(item, ast.withitem)
                and isinstance(module.parents[item], ast.With)
                and made_by_asyncio(node.value, coroutines.package) in _LOCKS
                and not is_deliberate(node, module)
            ):
                yield KIND.found(module.source, node, "`with await` of a lock")
