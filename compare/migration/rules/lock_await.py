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
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module
from compare.migration.package import Package

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
                and _is_lock(node.value, coroutines.package)
                and not is_deliberate(node, module)
            ):
                yield KIND.found(module.source, node, "`with await` of a lock")


def _is_lock(value: ast.expr, package: Package) -> bool:
    """Return whether a name stands for locks only, and those are not of the package."""
    made = [
        last_name(other.func) if isinstance(other, ast.Call) else ""
        for other in package.values_by_name[last_name(value)]
    ]
    return bool(made) and _LOCKS.issuperset(made) and not package.classes_by_name.keys() & made
