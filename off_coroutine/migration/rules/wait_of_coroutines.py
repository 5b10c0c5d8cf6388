"""`asyncio.wait` of coroutines.

Found: a coroutine in the list, set or comprehension that is given to `asyncio.wait`, also where `+`
    joins it with others; in a coroutine that becomes native also what may be one. A parameter
    there, whose elements only its callers know, is warned of by `review`.
Why: it wraps them in tasks up to Python 3.10, with a DeprecationWarning from 3.9, and refuses them
    from 3.11 (TypeError). What it returns are the tasks, so that a coroutine is never found in it.
Fix: `asyncio.ensure_future` makes the tasks, which start in the order in which they are written;
    `asyncio.wait` itself started them in any order.
Safety: `asyncio.ensure_future` leaves a Future as it is. Where no event loop runs yet it has to be
    certain which one will: that of `loop.run_until_complete(asyncio.wait(...))`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import gives_coroutine, runs_in_coroutine
from off_coroutine.migration.inference.callees import elements, operands, the_call
from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.rewrite.edits import Rewrite, Span
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.spans import replace_node, span
from off_coroutine.migration.semantics.asyncio_api import FUTURES, Gives, names
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="`asyncio.wait` takes tasks only from Python 3.11 (TypeError)",
    remedy="make tasks of them first, with `asyncio.create_task`",
    since="3.11",
)
_FUTURES = FUTURES | names(gives=Gives.POOL_FUTURE)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for call, scope in _calls(module, analysis):
        loop = _loop(call, scope, analysis)
        every = [
            (element, collection)
            for collection in operands(_given(call))
            for element in elements(collection, scope, analysis.project)
        ]
        for element, collection in every:
            made = the_call(element, scope)
            if made is None or not _may_be_coroutine(element, made, scope, analysis):
                continue
            what = f"the coroutine `{last_name(made.func)}`, given to `asyncio.wait`"
            if loop is None:
                reason = "it is not certain which event loop will run it"
                yield INFO.refuse(module.source, element, what, reason, INFO.remedy)
            else:
                edits = _scheduled(element, collection, loop, module, analysis)
                yield INFO.fix(module.source, element, what, edits)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for call, scope in _calls(module, analysis):
        if isinstance(scope.frame, Function) and analysis.becomes_async(scope.frame):
            for collection in operands(_given(call)):
                if isinstance(collection, ast.Name) and scope.local_bindings(collection.id) == [
                    None
                ]:
                    what = f"`{collection.id}`, given to `asyncio.wait`, may hold coroutines"
                    yield INFO.report(module.source, collection, what)


def _calls(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[ast.Call, Scope]]:
    """Yield the calls of `asyncio.wait`."""
    for call, scope in module.calls("wait"):
        if (
            (call.args or any(keyword.arg == "fs" for keyword in call.keywords))
            and analysis.project.qualified_name(call.func, scope) == "asyncio.wait"
            and not expects_failure(call, module)
        ):
            yield call, scope


def _given(call: ast.Call) -> ast.expr:
    """Return what `asyncio.wait` is to wait for."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == "fs")
    return call.args[0] if call.args else next(named)


def _may_be_coroutine(
    element: ast.expr, made: ast.Call, scope: Scope, analysis: CoroutineAnalysis
) -> bool:
    """Return whether an element certainly is a coroutine, or may where only legacy code has run."""
    if gives_coroutine(made, scope, analysis):
        return True
    is_legacy = isinstance(scope.frame, Function) and analysis.becomes_async(scope.frame)
    return made is element and is_legacy and last_name(made.func) not in _FUTURES


def _loop(
    call: ast.Call, scope: Scope, analysis: CoroutineAnalysis
) -> tuple[str | Span, ...] | None:
    """Return the argument for the loop that will run: none in a coroutine; None if not known."""
    if runs_in_coroutine(scope, analysis):
        return ()
    for keyword in call.keywords:
        if keyword.arg == "loop":
            return ", loop=", span(scope.module, keyword.value)
    around = scope.module.parents[call]
    if isinstance(around, ast.Call) and last_name(around.func) == "run_until_complete":
        assert isinstance(around.func, (ast.Name, ast.Attribute))
        receiver = getattr(around.func, "value", None)
        if isinstance(receiver, (ast.Name, ast.Attribute)):
            return ", loop=", span(scope.module, receiver)
    return None


def _scheduled(
    element: ast.expr,
    given: ast.expr,
    loop: tuple[str | Span, ...],
    module: Module,
    analysis: CoroutineAnalysis,
) -> Iterator[Rewrite]:
    """Make a task of an element, at the latest where `asyncio.wait` made it."""
    asyncio, imports = ensure_import(module, "asyncio", given, analysis.project)
    yield from imports
    begin = f"{asyncio}.ensure_future("
    if isinstance(given, ast.Name):
        every = (f"[{begin}each", *loop, ") for each in ", span(module, given), "]")
        yield replace_node(module, given, *every)
    else:
        yield replace_node(module, element, begin, span(module, element), *loop, ")")
