"""`@asyncio.coroutine` above a function.

Found: a function decorated with `asyncio.coroutine`, under whatever name it was imported.
Why: Python 3.8 deprecated the decorator and 3.11 removed it: the module no longer imports.
Fix: `async def`, the decorator goes.
Safety: the whole function is converted or none of it; what it delegates to is decided with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from compare.migration.coroutines import Coroutines, Obstacle
from compare.migration.evidence import is_nothing
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module
from compare.migration.names import AWAITABLE
from compare.migration.rewriting import made_native, removed_decorator

KIND = Kind(
    __name__,
    why="asyncio.coroutine was removed in Python 3.11: the module does not import",
    remedy="make it `async def` and await what it delegates to",
)


def obstacles(function: Function, coroutines: Coroutines) -> Iterator[Obstacle]:
    for node in function.yields:
        if not is_nothing(node.value):
            reason = "it yields values, so something drives it by hand"
            yield Obstacle(node, reason, "if that is meant, decorate it with `types.coroutine`")
    if function in coroutines.iterated:
        reason = "its result is iterated over, which a native coroutine is not"
        remedy = "drive it with `.send(None)` or run it in a loop, then migrate again"
        yield Obstacle(coroutines.iterated[function], reason, remedy)


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        decorator = coroutines.decorated.get(function)
        if decorator is None or function.name in (*AWAITABLE, "__aiter__"):
            continue
        what = f"the decorated coroutine `{function.name}`"
        if refusal := coroutines.refused.get(function):
            yield KIND.refused(module.source, decorator, what, refusal.reason, refusal.remedy)
        else:
            edits = [removed_decorator(module.source, decorator)]
            edits.append(made_native(module.source, function))
            yield KIND.converted(module.source, decorator, what, edits)
