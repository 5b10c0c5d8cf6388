"""A generator that delegates to a coroutine.

Found: in a generator that stays one, `yield from` of a call of a coroutine that becomes native.
Why: only a coroutine may delegate to a native coroutine (TypeError).
Fix: `.__await__()` behind the call, which gives the iterator that the generator can delegate to.
Safety: where only some of what is called becomes native, those stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.spans import wrap_node
from off_coroutine.migration.semantics.scopes import Module

INFO = RuleInfo(
    __name__,
    why="a generator cannot delegate to a native coroutine, only to its iterator",
    remedy="delegate to the coroutine's `__await__()`",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.delegating:
        if not analysis.stays_plain(function):
            continue
        for node, found in analysis.delegations(function):
            converted = any(map(analysis.becomes_async, found.functions))
            if converted and analysis.asks_for_iterator(node, found):
                edit = wrap_node(module, node.value, "", ".__await__()")
                what = "`yield from` of a coroutine in a generator"
                yield INFO.fix(module.source, node, what, [edit])
