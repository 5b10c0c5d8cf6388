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

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.coroutines.seeds import counterpart
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.keeping import kept
from off_coroutine.migration.rewrite.names import private_name
from off_coroutine.migration.rewrite.statements import (
    extract_async_method,
    remove_decorator,
)
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.scopes import Function, Module

INFO = RuleInfo(
    __name__,
    why="`await` asks for `__await__`, which cannot delegate to a native coroutine itself",
    remedy="let `__await__` return the `__await__()` of an `async def`",
)
_BODY = "__awaited"  # private to the class, so that no subclass replaces it


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    other = counterpart(function, analysis.project)
    if other is None or function.name not in AWAITABLE:
        return
    if _asks(other, function.name) or _dump(other) == _dump(function):
        return
    reason = f"`{function.name}` and `{other.name}` wait for different things"
    yield Blocker(function.node, reason, "let one of them call the other")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.functions:
        if function.name not in AWAITABLE or function not in analysis.members:
            continue
        if function.is_native or function.owner is None:
            continue
        what = f"the awaitable class `{function.owner.name}`"
        if refusal := analysis.blocked.get(function):
            left = INFO.refuse(module.source, function.node, what, refusal.reason, refusal.remedy)
            decorator = analysis.decorated.get(function)
            yield replace(
                left, edits=tuple(kept(function, decorator, analysis.project)) if decorator else ()
            )
        else:
            edits = list(_converted(function, analysis))
            yield INFO.fix(module.source, function.node, what, edits)


def _converted(function: Function, analysis: CoroutineAnalysis) -> Iterator[Rewrite]:
    assert function.outer is not None and not isinstance(function.node, ast.Lambda)
    source = function.module.source
    if decorator := analysis.decorated.get(function):
        yield remove_decorator(function.module, decorator)
    me = function.node.args.args[0].arg
    body = private_name(_BODY, function, analysis.project)
    asked = f"return {me}.{body}().__await__()"
    has_await = "__await__" in function.outer.bindings
    name = function.name if has_await else "__await__"
    lines = [f"def {name}({me}):", f"    {asked}", ""]
    if not has_await:
        lines += ["__iter__ = __await__", ""]
    yield from extract_async_method(function, body, lines)
    if other := counterpart(function, analysis.project):
        assert not isinstance(other.node, ast.Lambda)
        first, last = other.node.body[0], other.node.body[-1]
        its_own = other.node.args.args[0].arg
        text = f"return {its_own}.{body}().__await__()"
        yield Rewrite(source.start(first), source.end(last), (text,))


def _asks(function: Function, name: str) -> bool:
    """Return whether a method does nothing but delegate to another one."""
    return len(function.delegations) == 1 and (
        ast.unparse(function.delegations[0].value) == f"self.{name}()"
    )


def _dump(function: Function) -> list[str]:
    assert not isinstance(function.node, ast.Lambda)
    return [ast.dump(statement) for statement in function.node.body]
