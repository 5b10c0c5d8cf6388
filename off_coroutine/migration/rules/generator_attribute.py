"""An attribute that only generators have.

Found: `gi_frame`, `gi_running`, `gi_code` or `gi_yieldfrom` of something that a coroutine
    delegates to.
Why: a native coroutine has them under other names (AttributeError).
Fix: `cr_frame`, `cr_running`, `cr_code`, `cr_await`.
Safety: what nothing delegates to may be a generator and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.nodes import replace_attribute
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="a native coroutine has no attribute of that name",
    remedy="use the attribute of native coroutines",
)
_NATIVE = {
    "gi_frame": "cr_frame",
    "gi_running": "cr_running",
    "gi_code": "cr_code",
    "gi_yieldfrom": "cr_await",
}


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for node, _ in module.attributes(*_NATIVE):
        if last_name(node.value) in analysis.awaited_names:
            edit = replace_attribute(module, node, _NATIVE[node.attr])
            yield INFO.fix(module.source, node, f"`{node.attr}` of a coroutine", [edit])
