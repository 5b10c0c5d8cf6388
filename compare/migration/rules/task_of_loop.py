"""`asyncio.Task.current_task` and `asyncio.Task.all_tasks`.

Found: the two class methods of `Task`.
Why: deprecated in Python 3.7, removed in 3.9: AttributeError when the line runs.
Fix: `asyncio.current_task`; for all tasks, `asyncio.all_tasks`, which leaves out those that are
    done.
Safety: outside of a running loop they take the loop as argument; without one that is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module

KIND = Kind(
    __name__,
    why="asyncio.Task has no such method from Python 3.9: AttributeError when the line runs",
    remedy="use the function of asyncio",
    since="3.9",
)
_MOVED = ("current_task", "all_tasks")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    if coroutines.target < (3, 9):
        return
    source = module.source
    for node, scope in module.nodes(ast.Attribute):
        name = coroutines.package.full_name(node, scope) if node.attr in _MOVED else ""
        if name not in ("asyncio.Task.current_task", "asyncio.Task.all_tasks"):
            continue
        call = module.parents[node]
        has_loop = isinstance(call, ast.Call) and bool(call.args or call.keywords)
        in_coroutine = isinstance(scope, Function) and scope in coroutines.found
        if not (has_loop or in_coroutine) or not isinstance(node.value, ast.Attribute):
            reason = "outside of a running loop it needs the loop as argument"
            yield KIND.refused(source, node, f"`{name}`", reason, "give it the loop")
        else:
            edit = Edit(source.end(node.value.value), source.end(node.value), "")
            yield KIND.converted(source, node, f"`{name}`", [edit])
