"""An attribute that only generators have.

Found: `gi_frame`, `gi_running`, `gi_code` or `gi_yieldfrom` of something that a coroutine
    delegates to.
Why: a native coroutine has them under other names (AttributeError).
Fix: `cr_frame`, `cr_running`, `cr_code`, `cr_await`.
Safety: what nothing delegates to may be a generator and stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module

KIND = Kind(
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


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for node, _ in module.nodes(ast.Attribute):
        if node.attr in _NATIVE and last_name(node.value) in coroutines.awaited_names:
            end = module.source.end(node)
            edit = Edit(end - len(node.attr), end, _NATIVE[node.attr])
            yield KIND.converted(module.source, node, f"`{node.attr}` of a coroutine", [edit])
