"""A decorated `__aiter__`.

Found: `__aiter__` as a coroutine.
Why: Python 3.5.2 wants the asynchronous iterator itself; what had to be awaited fails from 3.7
    (TypeError).
Fix: the decorator goes, the method stays a plain one. What one that waits does is done by the
    first `__anext__` of an asynchronous iterator, which is defined in the module.
Safety: one that waits under another decorator is refused. What one returns can still be awaited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import AWAITED_ITERATOR
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.keeping import kept
from off_coroutine.migration.rewrite.names import private_name
from off_coroutine.migration.rewrite.statements import (
    extract_async_method,
    remove_decorator,
)
from off_coroutine.migration.semantics.scopes import Function, Module

INFO = RuleInfo(
    __name__,
    why="`async for` does not await what `__aiter__` returns from Python 3.7",
    remedy="make it a plain method that returns the iterator",
)


_BODY = "__iterator"  # private to the class, so that no subclass replaces it


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    if function.name != "__aiter__" or not function.is_generator:
        return
    if function.owner is None or function.decorators != [analysis.decorated.get(function)]:
        yield Blocker(function.node, "`__aiter__` must not wait", "wait in `__anext__` instead")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for function in module.decorated:
        decorator = analysis.decorated.get(function)
        if decorator is None or function.name != "__aiter__":
            continue
        what = "a decorated `__aiter__`"
        if refusal := analysis.blocked.get(function):
            left = INFO.refuse(source, decorator, what, refusal.reason, refusal.remedy)
            yield replace(left, edits=tuple(kept(function, decorator, analysis.project)))
            continue
        edits = [remove_decorator(module, decorator)]
        if function.is_generator:
            what = "an `__aiter__` that waits"
            me = function.node.args.args[0].arg
            body = private_name(_BODY, function, analysis.project)
            first = source.start(function.node)
            helper, defined = use_helper(AWAITED_ITERATOR, module, analysis.project, first)
            lines = [f"def __aiter__({me}):", f"    return {helper}({me}.{body}())", ""]
            edits += [*extract_async_method(function, body, lines), *defined]
        yield INFO.fix(source, decorator, what, edits)
