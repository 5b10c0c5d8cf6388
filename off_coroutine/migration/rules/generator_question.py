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

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.edits import Rewrite, Span
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.spans import replace_node, span
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class, last_name

INFO = RuleInfo(
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


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    questions = list(_questions(module, analysis.project))
    delegating = [q for q in questions if _is_delegated_to(q.asked, q.scope, analysis)]
    classes = {enclosing_class(question.scope) for question in delegating} - {None}
    for question in questions:
        call, scope, asked, others = question
        if question in delegating or (
            enclosing_class(scope) in classes and not _is_iterated(asked, scope)
        ):
            what = "a question for a generator, which is to be waited for"
            if others and not isinstance(asked, (ast.Name, ast.Attribute)):
                reason = "what it asks about would be evaluated twice"
                yield INFO.refuse(source, call, what, reason, "give it a name")
            else:
                yield INFO.fix(source, call, what, _asked_otherwise(question, module, analysis))


def _asked_otherwise(
    question: _Question, module: Module, analysis: CoroutineAnalysis
) -> Iterator[Rewrite]:
    """Ask whether something is awaitable, or of one of the other kinds."""
    call, _, asked, others = question
    inspect, imports = ensure_import(module, "inspect", call, analysis.project)
    yield from imports
    subject = span(module, asked)
    parts: list[str | Span] = [f"{inspect}.isawaitable(", subject, ")"]
    if others:
        kinds = [part for kind in others for part in (", ", span(module, kind))][1:]
        kinds = ["(", *kinds, ")"] if len(others) > 1 else kinds
        parts = ["(", *parts, " or isinstance(", subject, ", ", *kinds, "))"]
    yield replace_node(module, call, *parts)


def _is_delegated_to(asked: ast.expr, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    return (
        isinstance(frame := scope.frame, Function)
        and analysis.becomes_async(frame)
        and ast.dump(asked) in (ast.dump(node.value) for node in frame.delegations)
    )


def _is_iterated(asked: ast.expr, scope: Scope) -> bool:
    loops = (loop for loop, where in scope.module.nodes(ast.For) if where is scope.frame)
    return any(ast.dump(asked) == ast.dump(loop.iter) for loop in loops)


def _questions(module: Module, project: Project) -> Iterator[_Question]:
    spellings = project.spellings("GeneratorType", "Generator")
    for call, scope in module.calls("isinstance"):
        match call:
            case ast.Call(func=ast.Name(), args=[asked, kind]):
                kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                if not any(last_name(node) in spellings for node in kinds):
                    continue
                named = {node: project.qualified_name(node, scope) for node in kinds}
                if not _GENERATORS.isdisjoint(named.values()):
                    others = [n for n in kinds if named[n] not in _GENERATORS | _AWAITABLE]
                    yield _Question(call, scope, asked, others)
    for call, scope in module.calls(*project.spellings("isgenerator")):
        is_asked = project.qualified_name(call.func, scope) == "inspect.isgenerator"
        if is_asked and len(call.args) == 1:
            yield _Question(call, scope, call.args[0], [])
