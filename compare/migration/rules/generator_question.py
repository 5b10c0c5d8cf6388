"""A question whether something is a generator, to delegate to it.

Found: `inspect.isgenerator(x)` or `isinstance(x, types.GeneratorType)` in a coroutine that becomes
    native and that delegates to `x`.
Why: a native coroutine is no generator: what should be waited for is taken for a value, without a
    word.
Fix: `inspect.isawaitable(x)`, which is true of both kinds of coroutines and of Futures.
Safety: where nothing in the function delegates to `x`, the question stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module, Scope
from compare.migration.package import Package
from compare.migration.rewriting import name_of

KIND = Kind(
    __name__,
    why="a native coroutine is no generator",
    remedy="ask whether it is awaitable",
)
_GENERATORS = frozenset({"types.GeneratorType", "collections.abc.Generator", "typing.Generator"})


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    for call, scope in module.nodes(ast.Call):
        asked = _asked(call, scope, coroutines.package)
        if asked is not None and _is_delegated_to(asked, scope, coroutines):
            inspect, edits = name_of(module, "inspect")
            new = f"{inspect}.isawaitable({source.segment(asked)})"
            edits = [*edits, Edit(source.start(call), source.end(call), new)]
            what = "a question for a generator, which is to be waited for"
            yield KIND.converted(source, call, what, edits)


def _is_delegated_to(asked: ast.expr, scope: Scope, coroutines: Coroutines) -> bool:
    return (
        isinstance(scope, Function)
        and coroutines.converts(scope)
        and ast.dump(asked) in (ast.dump(node.value) for node in scope.delegations)
    )


def _asked(call: ast.Call, scope: Scope, package: Package) -> ast.expr | None:
    """Return what a call asks about, if it asks whether that is a generator."""
    match call:
        case ast.Call(func=ast.Name(id="isinstance"), args=[asked, kind]):
            return asked if package.full_name(kind, scope) in _GENERATORS else None
        case ast.Call(args=[asked]):
            return asked if package.full_name(call.func, scope) == "inspect.isgenerator" else None
    return None
