"""A generator that coroutines delegate to.

Found: a generator function that is no coroutine, because it gives or takes values, and that a
    coroutine delegates to which becomes native.
Why: `await` takes no generator (TypeError).
Fix: `@types.coroutine`, which changes nothing else about a generator.
Safety: one with a decorator of its own stays, and the coroutine with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.keeping import add_types_coroutine
from off_coroutine.migration.semantics.scopes import Module

INFO = RuleInfo(
    __name__,
    why="a native coroutine cannot await a generator",
    remedy="decorate it with `types.coroutine`",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        if function in analysis.awaited_generators:
            what = f"the generator `{function.name}`, which coroutines delegate to"
            edits = add_types_coroutine(function, analysis.project)
            yield INFO.fix(module.source, function.node, what, edits)
