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
from off_coroutine.migration.rewrite.edits import Edit
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.nodes import add_definition, ensure_import
from off_coroutine.migration.semantics.scopes import Function, Module, Scope

INFO = RuleInfo(
    __name__,
    why="asyncio.iscoroutinefunction does not know a plain function around a native coroutine",
    remedy="mark it with `inspect.markcoroutinefunction` (Python 3.12)",
)
_NAME = "_wraps"
_DEFINITION = '''\
def {name}(function):
    """Return functools.wraps, under which a coroutine function stays one for asyncio."""

    def mark(wrapper):
        wrapper = {functools}.wraps(function)(wrapper)
        if not {inspect}.iscoroutinefunction(function):
            return wrapper
        if hasattr({inspect}, "markcoroutinefunction"):
            return {inspect}.markcoroutinefunction(wrapper)
        wrapper._is_coroutine = {asyncio}.coroutines._is_coroutine
        return wrapper

    return mark
'''


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    wrappers = list(_wrappers(module, analysis))
    if not wrappers or not analysis.are_asked_for:
        return
    decorating = set(_decorating(analysis))
    for function, wraps in wrappers:
        if any(scope in decorating for scope in _around(function)):
            edits = [*_marking(wraps, module)]
            yield INFO.fix(module.source, wraps, "a function around a coroutine", edits)


def _wrappers(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[Function, ast.expr]]:
    """Yield the functions that return what one gives that they wrap, with `functools.wraps`."""
    for function in module.functions:
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


def _marking(wraps: ast.expr, module: Module) -> Iterator[Edit]:
    source = module.source
    yield Edit(source.start(wraps), source.end(wraps), _NAME)
    if _NAME not in module.bindings:
        names = {}
        for name in ("asyncio", "functools", "inspect"):
            names[name], imports = ensure_import(module, name)
            yield from imports
        text = _DEFINITION.format(name=_NAME, **names)
        yield from add_definition(module, text, source.start(wraps))
