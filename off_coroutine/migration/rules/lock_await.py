"""`with await lock`.

Found: a `with` statement in a native coroutine whose context manager is an awaited lock of asyncio.
Why: locks of asyncio lost it in Python 3.9 (TypeError), as they lost `with (yield from lock)`.
Fix: `async with lock`.
Safety: only what is known to be a lock by what was assigned to its name, or is called a lock (in a
    container, its key or the container). What is bound by `as`, a pool or an engine of a database,
    and a lock of the package that is a context manager itself are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rules.lock_statement import is_lock
from off_coroutine.migration.semantics.scopes import Module

INFO = RuleInfo(
    __name__,
    why="`with await lock` raises TypeError from Python 3.9",
    remedy="use `async with lock`",
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        for node in function.awaits:
            item = module.parents[node]
            if (
                isinstance(item, ast.withitem)
                and isinstance(module.parents[item], ast.With)
                and not isinstance(node.value, ast.Call)
                and item.optional_vars is None
                and is_lock(node.value, function, analysis)
                and not expects_failure(node, module)
            ):
                yield INFO.report(module.source, node, "`with await` of a lock")
