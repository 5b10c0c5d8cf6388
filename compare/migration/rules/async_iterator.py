"""A decorated `__aiter__`.

Found: `__aiter__` as a coroutine.
Why: Python 3.5.2 wants the asynchronous iterator itself; what had to be awaited fails from 3.7
    (TypeError).
Fix: the decorator goes, the method stays a plain one.
Safety: one that waits for something is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compare.migration.coroutines import Coroutines, Obstacle
from compare.migration.findings import Finding, Kind
from compare.migration.keeping import kept
from compare.migration.module import Function, Module
from compare.migration.rewriting import removed_decorator

KIND = Kind(
    __name__,
    why="`async for` does not await what `__aiter__` returns from Python 3.7",
    remedy="make it a plain method that returns the iterator",
)


def obstacles(function: Function, coroutines: Coroutines) -> Iterator[Obstacle]:
    if function.name == "__aiter__" and function.is_generator:
        yield Obstacle(function.node, "`__aiter__` must not wait", "wait in `__anext__` instead")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        decorator = coroutines.decorated.get(function)
        if decorator is None or function.name != "__aiter__":
            continue
        what = "a decorated `__aiter__`"
        if refusal := coroutines.refused.get(function):
            left = KIND.refused(module.source, decorator, what, refusal.reason, refusal.remedy)
            yield replace(left, edits=tuple(kept(function, decorator)))
        else:
            edits = [removed_decorator(module.source, decorator)]
            yield KIND.converted(module.source, decorator, what, edits)
