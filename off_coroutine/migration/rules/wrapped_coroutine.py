"""A plain function in the place of a coroutine function.

Found: in a package that asks `asyncio.iscoroutinefunction`, a function under `functools.wraps` in a
    decorator of the package that stands above `asyncio.coroutine`, if it returns what that gives.
Why: `functools.wraps` copied the mark by which asyncio knew a decorated coroutine. A native one has
    no mark: of the function around it the answer becomes False, without a word.
Fix: a function of the module's own takes the place of `functools.wraps`, and leaves a mark.
Safety: what is wrapped is asked when it is decorated, so a plain function that is wrapped gets no
    mark; a native coroutine function does. What runs a coroutine to its end is left without.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import called_by
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import WRAPS
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.semantics.scopes import Function, Module, Scope

INFO = RuleInfo(
    __name__,
    why="asyncio.iscoroutinefunction does not know a plain function around a native coroutine",
    remedy="mark it with `inspect.markcoroutinefunction` (Python 3.12)",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    wrappers = list(_wrappers(module, analysis)) if analysis.are_asked_for else []
    if not wrappers:
        return
    decorating = set(_decorating(analysis))
    first = min(module.source.start(wraps) for _, wraps in wrappers)
    for function, wraps in wrappers:
        if any(scope in decorating for scope in _around(function)):
            name, defined = use_helper(WRAPS, module, analysis.project, first)
            edits = [replace_node(module, wraps, name), *defined]
            yield INFO.fix(module.source, wraps, "a function around a coroutine", edits)


def _wrappers(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[Function, ast.expr]]:
    """Yield the functions that return what one gives that they wrap, with `functools.wraps`."""
    for function in module.decorated:
        if function.is_native or function in analysis.members:
            continue
        for node in function.decorators:
            match node:
                case ast.Call(func=wraps, args=[ast.Name(id=wrapped)]):
                    assert function.outer is not None
                    qualified_name = analysis.project.qualified_name(wraps, function.outer)
                    if qualified_name == "functools.wraps" and _returns_call(wrapped, function):
                        yield function, wraps


def _returns_call(name: str, function: Function) -> bool:
    return any(
        isinstance(called, ast.Name) and called.id == name
        for node in function.returns
        if node.value is not None
        for called in called_by(node.value, function)
    )


def _decorating(analysis: CoroutineAnalysis) -> Iterator[Scope]:
    """Yield the decorators of the package that are given a decorated coroutine."""
    for function, legacy in analysis.decorated.items():
        for node in function.decorators[: function.decorators.index(legacy)]:
            assert function.outer is not None
            called = node.func if isinstance(node, ast.Call) else node
            yield from analysis.project.definition(called, function.outer)


def _around(scope: Scope) -> Iterator[Scope]:
    while (outer := scope.outer) is not None:
        yield outer
        scope = outer
