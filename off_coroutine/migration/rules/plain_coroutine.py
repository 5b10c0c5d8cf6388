"""A decorated function without a `yield`.

Found: what a decorated function that never delegates returns, if it is or may be awaitable.
Why: `asyncio.coroutine` awaited a returned coroutine or Future. An `async def` returns it as it
    is, so the caller gets a Future instead of its result, without a word.
Fix: `return await` for what is known to be awaitable. What may be is asked: `return await
    result if inspect.isawaitable(result) else result`.
Safety: under `try` or `with` the decorator awaited after these were left; that is refused, but for
    the `else` of a `try`, which catches nothing. The decorator also ran a returned generator, such
    as that of `api.fetch(key)`. If `fetch` is a plain generator function, `inspect.isawaitable` is
    False for it and the caller gets the generator itself: put `types.coroutine` above `fetch`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.awaitability import Answer, awaitable
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.rewrite.edits import Rewrite, Span
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.names import fresh_name, names_in
from off_coroutine.migration.rewrite.nodes import asked_for_iterator, operand_of_await
from off_coroutine.migration.rewrite.spans import bare, span
from off_coroutine.migration.rewrite.statements import (
    insert_after,
    on_its_own_line,
    replace_statement,
)
from off_coroutine.migration.semantics.scopes import Function, Module

INFO = RuleInfo(
    __name__,
    why="an `async def` does not await what it returns, asyncio.coroutine did",
    remedy="await what is awaitable",
)


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    for node, answer in _returns(function, analysis):
        if _ends_within(node, function):
            reason = "it may return an awaitable from within `try` or `with`, awaited outside of it"
            yield Blocker(node, reason, "return it after the block, or await it there if meant")
        elif answer is Answer.PERHAPS and not on_its_own_line(function.module, node):
            reason = "it may return an awaitable from a statement that shares its line"
            yield Blocker(node, reason, "give the `return` a line of its own")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.decorated:
        if analysis.becomes_async(function):
            for node, answer in _returns(function, analysis):
                what = "a return value that may be awaitable"
                if answer is Answer.YES:
                    edits, what = [_awaited(node, module)], "an awaitable return value"
                else:
                    edits = list(_asked(node, function, analysis))
                yield INFO.fix(module.source, node, what, edits)


def _returns(function: Function, analysis: Membership) -> Iterator[tuple[ast.Return, Answer]]:
    """Yield the return statements that may return an awaitable."""
    if function not in analysis.decorated or function.is_generator:
        return
    for node in function.returns:
        if node.value is not None:
            answer = awaitable(node.value, function, analysis)
            if answer is not Answer.NO:
                yield node, answer


def _awaited(node: ast.Return, module: Module) -> Rewrite:
    assert node.value is not None
    value = asked_for_iterator(node.value) or node.value
    return replace_statement(module, node, "return await ", *operand_of_await(module, value))


def _asked(node: ast.Return, function: Function, analysis: CoroutineAnalysis) -> Iterator[Rewrite]:
    assert node.value is not None
    module = function.module
    inspect, imports = ensure_import(module, "inspect", node, analysis.project)
    yield from imports
    value = span(module, node.value)
    if isinstance(node.value, ast.Name):
        asked = ("return await ", value, f" if {inspect}.isawaitable(", value, ") else ", value)
        yield replace_statement(module, node, *asked)
        return
    name = fresh_name(set(names_in(function.node)), "result", "returned", "outcome")
    start, end = bare(module, node)
    gap = "" if module.source.text[start + len("return")] == " " else " "
    after = Span(start + len("return"), end)
    yield replace_statement(module, node, f"{name} ={gap}", after)
    line = f"return await {name} if {inspect}.isawaitable({name}) else {name}"
    yield insert_after(module, node, line)


def _ends_within(node: ast.AST, function: Function) -> bool:
    """Return whether a statement leaves a block that does something when it is left."""
    while node is not function.node:
        block = function.module.parents[node]
        caught = isinstance(block, ast.Try) and (block.finalbody or node not in block.orelse)
        if caught or isinstance(block, ast.With):
            return True
        node = block
    return False
