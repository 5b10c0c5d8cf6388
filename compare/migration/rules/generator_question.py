"""A question whether something is a generator, to delegate to it.

Found: `inspect.isgenerator(x)` or `isinstance(x, types.GeneratorType)`, also among other types, in
    a coroutine that becomes native and that delegates to `x`, or elsewhere in the class of one.
Why: a native coroutine is no generator: what should be waited for is taken for a value, without a
    word.
Fix: `inspect.isawaitable(x)`, which is true of both kinds of coroutines and of Futures.
Safety: where nothing in the function or its class delegates to what it asks for, or `x` is iterated
    over, the question stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from compare.migration.calls import enclosing_class
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
_AWAITABLE = frozenset(
    {"types.CoroutineType", "collections.abc.Coroutine", "collections.abc.Awaitable"}
    | {"typing.Coroutine", "typing.Awaitable", "asyncio.Future", "asyncio.Task"}
)


class _Question(NamedTuple):
    """A call that asks whether something is a generator, or of one of other kinds."""

    call: ast.Call
    scope: Scope
    asked: ast.expr
    others: list[ast.expr]


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    questions = list(_questions(module, coroutines.package))
    delegating = [q for q in questions if _is_delegated_to(q.asked, q.scope, coroutines)]
    classes = {enclosing_class(question.scope) for question in delegating} - {None}
    for question in questions:
        call, scope, asked, others = question
        if question in delegating or (
            enclosing_class(scope) in classes and not _is_iterated(asked, scope)
        ):
            inspect, edits = name_of(module, "inspect")
            new = f"{inspect}.isawaitable({source.segment(asked)})"
            if others:
                kinds = ", ".join(map(source.segment, others))
                kinds = f"({kinds})" if len(others) > 1 else kinds
                new = f"({new} or isinstance({source.segment(asked)}, {kinds}))"
            edits = [*edits, Edit(source.start(call), source.end(call), new)]
            what = "a question for a generator, which is to be waited for"
            yield KIND.converted(source, call, what, edits)


def _is_delegated_to(asked: ast.expr, scope: Scope, coroutines: Coroutines) -> bool:
    return (
        isinstance(scope, Function)
        and coroutines.converts(scope)
        and ast.dump(asked) in (ast.dump(node.value) for node in scope.delegations)
    )


def _is_iterated(asked: ast.expr, scope: Scope) -> bool:
    loops = (loop for loop, where in scope.module.nodes(ast.For) if where is scope)
    return any(ast.dump(asked) == ast.dump(loop.iter) for loop in loops)


def _questions(module: Module, package: Package) -> Iterator[_Question]:
    for call, scope in module.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Name(id="isinstance"), args=[asked, kind]):
                kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                named = {node: package.full_name(node, scope) for node in kinds}
                if not _GENERATORS.isdisjoint(named.values()):
                    others = [n for n in kinds if named[n] not in _GENERATORS | _AWAITABLE]
                    yield _Question(call, scope, asked, others)
            case ast.Call(args=[asked]):
                if package.full_name(call.func, scope) == "inspect.isgenerator":
                    yield _Question(call, scope, asked, [])
