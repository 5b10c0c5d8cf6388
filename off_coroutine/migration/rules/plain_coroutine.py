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

from off_coroutine.migration.coroutines.analysis import Blocker, CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.awaitability import Answer, awaitable
from off_coroutine.migration.rewrite.edits import Edit
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.nodes import ensure_import, on_its_own_line
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
    for function in module.functions:
        if analysis.becomes_async(function):
            for node, answer in _returns(function, analysis):
                what = "a return value that may be awaitable"
                if answer is Answer.YES:
                    edits, what = list(_awaited(node, module)), "an awaitable return value"
                else:
                    edits = list(_asked(node, function))
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


def _awaited(node: ast.Return, module: Module) -> Iterator[Edit]:
    assert node.value is not None
    source = module.source
    start = source.start(node) + len("return")
    end = source.end(node)
    if (awaited := _asked_for_iterator(node.value)) is not None:
        yield Edit(start, start, " await")
        yield Edit(source.end(awaited), end, "")
    elif isinstance(node.value, (ast.Call, ast.Name)):
        yield Edit(start, start, " await")
    else:
        yield Edit(start, source.start(node.value), " await (")
        yield Edit(end, end, ")")


def _asked_for_iterator(value: ast.expr) -> ast.expr | None:
    """Return what `__await__()` is called on, whose iterator the decorator delegated to."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.value if value.func.attr == "__await__" else None
    return None


def _asked(node: ast.Return, function: Function) -> Iterator[Edit]:
    module = function.module
    source = module.source
    inspect, imports = ensure_import(module, "inspect")
    yield from imports
    start = source.start(node)
    if isinstance(node.value, ast.Name):
        name = node.value.id
        end = source.end(node)
        yield Edit(start, end, f"return await {name} if {inspect}.isawaitable({name}) else {name}")
        return
    name = next(n for n in ("result", "returned", "outcome") if n not in function.bindings)
    after = start + len("return")
    gap = "" if source.text[after] == " " else " "
    yield Edit(start, after, f"{name} ={gap}")
    end = source.line_end(source.end(node))
    line = f"return await {name} if {inspect}.isawaitable({name}) else {name}"
    yield Edit(end, end, f"{source.newline}{source.indentation(start)}{line}")


def _ends_within(node: ast.AST, function: Function) -> bool:
    """Return whether a statement leaves a block that does something when it is left."""
    while node is not function.node:
        block = function.module.parents[node]
        caught = isinstance(block, ast.Try) and (block.finalbody or node not in block.orelse)
        if caught or isinstance(block, ast.With):
            return True
        node = block
    return False
