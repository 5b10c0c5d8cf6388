"""A class whose instances can be awaited.

Found: `__iter__` as a coroutine, or `__await__` as a generator that delegates.
Why: `await` does not ask for `__iter__` (TypeError), `__iter__` must not be an `async def`, and
    a generator `__await__` cannot delegate to a native coroutine (TypeError).
Fix: the body becomes an `async def` of its own, which `__await__` starts. `__iter__` stays
    beside it, so that generators that are not migrated yet can still delegate to the object.
Safety: an `__iter__` that gives values to whoever iterates stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from compare.migration.coroutines import Coroutines, Obstacle
from compare.migration.edits import Edit
from compare.migration.evidence import counterpart
from compare.migration.findings import Finding, Kind
from compare.migration.keeping import kept
from compare.migration.module import Function, Module
from compare.migration.names import AWAITABLE
from compare.migration.rewriting import moved_body, removed_decorator

KIND = Kind(
    __name__,
    why="`await` asks for `__await__`, which cannot delegate to a native coroutine itself",
    remedy="let `__await__` return the `__await__()` of an `async def`",
)
_BODY = "__awaited"  # private to the class, so that no subclass replaces it


def obstacles(function: Function, coroutines: Coroutines) -> Iterator[Obstacle]:
    other = counterpart(function, coroutines.package)
    if other is None or function.name not in AWAITABLE:
        return
    if _asks(other, function.name) or _dump(other) == _dump(function):
        return
    reason = f"`{function.name}` and `{other.name}` wait for different things"
    yield Obstacle(function.node, reason, "let one of them call the other")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        if function.name not in AWAITABLE or function not in coroutines.found:
            continue
        if function.is_native or function.owner is None:
            continue
        what = f"the awaitable class `{function.owner.name}`"
        if refusal := coroutines.refused.get(function):
            left = KIND.refused(module.source, function.node, what, refusal.reason, refusal.remedy)
            decorator = coroutines.decorated.get(function)
            yield replace(left, edits=tuple(kept(function, decorator)) if decorator else ())
        else:
            edits = list(_converted(function, coroutines))
            yield KIND.converted(module.source, function.node, what, edits)


def _converted(function: Function, coroutines: Coroutines) -> Iterator[Edit]:
    assert function.outer is not None and not isinstance(function.node, ast.Lambda)
    source = function.module.source
    if decorator := coroutines.decorated.get(function):
        yield removed_decorator(source, decorator)
    me = function.node.args.args[0].arg
    has_await = "__await__" in function.outer.bindings
    name = function.name if has_await else "__await__"
    lines = [f"def {name}({me}):", f"    return {me}.{_BODY}().__await__()", ""]
    if not has_await:
        lines += ["__iter__ = __await__", ""]
    yield from moved_body(function, _BODY, lines)
    if other := counterpart(function, coroutines.package):
        assert not isinstance(other.node, ast.Lambda)
        first, last = other.node.body[0], other.node.body[-1]
        yield Edit(source.start(first), source.end(last), f"return {me}.{_BODY}().__await__()")


def _asks(function: Function, name: str) -> bool:
    """Return whether a method does nothing but delegate to another one."""
    return len(function.delegations) == 1 and (
        ast.unparse(function.delegations[0].value) == f"self.{name}()"
    )


def _dump(function: Function) -> list[str]:
    assert not isinstance(function.node, ast.Lambda)
    return [ast.dump(statement) for statement in function.node.body]
