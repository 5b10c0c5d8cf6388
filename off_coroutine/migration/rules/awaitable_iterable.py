"""A class whose instances coroutines delegate to, with a plain `__iter__`.

Found: a class with `__iter__`, without `__await__`, that a coroutine which becomes native makes and
    delegates to, or whose `__iter__` returns the iterator of a Future or of a coroutine.
Why: `yield from` asks for `__iter__`, `await` only for `__await__` (TypeError).
Fix: `__await__ = __iter__` behind the method. `iter(...)` of a coroutine that becomes native is its
    `__await__()`.
Safety: nothing changes for whoever iterates.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import called_by, may_call
from off_coroutine.migration.inference.solver import Result
from off_coroutine.migration.inference.values import reaching_values
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.spans import replace_node, span
from off_coroutine.migration.semantics.asyncio_api import FUTURES
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="`await` does not ask for `__iter__`",
    remedy="give the class an `__await__`",
)
_AWAITED: WeakKeyDictionary[CoroutineAnalysis, set[Scope]] = (
    WeakKeyDictionary()
)  # for all modules at once


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    project = analysis.project
    candidates = [
        (function, owner)
        for function in module.functions
        if function.name == "__iter__" and function not in analysis.members
        if (owner := function.outer) is not None and owner.is_class
        if not any("__await__" in scope.bindings for scope in project.class_hierarchy(owner))
    ]
    awaited = _awaited(analysis) if candidates else set()
    for function, owner in candidates:
        edits = list(_of_coroutine(function, analysis))
        futures = (value for value in _asked(function) if _is_future(value, function, project))
        if edits or owner in awaited or any(futures):
            assert isinstance(function.node, ast.FunctionDef)
            margin = source.indentation(source.start(function.node))
            end = source.end(function.node)
            new = f"{source.newline}{source.newline}{margin}__await__ = __iter__"
            what = "an object that coroutines delegate to"
            yield INFO.fix(source, function.node, what, [*edits, Rewrite(end, end, (new,))])


def _awaited(analysis: CoroutineAnalysis) -> set[Scope]:
    """Return the classes that coroutines which become native make and delegate to."""
    if analysis not in _AWAITED:
        _AWAITED[analysis] = _delegated_to(analysis)
    return _AWAITED[analysis]


def _delegated_to(analysis: CoroutineAnalysis) -> set[Scope]:
    project = analysis.project
    found: set[Scope] = set()
    for function in filter(analysis.becomes_async, analysis.members):
        for node in function.delegations:
            values = [node.value, *project.values_by_name.get(last_name(node.value), ())]
            for called in called_by(node.value, function):
                reached = may_call(called, function, project).functions
                plain = (f for f in reached if f not in analysis.members)
                values += [node.value for f in plain for node in f.returns if node.value]
            for value in values:
                for called in called_by(value, function):
                    found.update(s for s in project.definition(called, function) if s.is_class)
    return found


def _asked(function: Function) -> Iterator[ast.expr]:
    """Yield what a method asks for the iterator that it returns."""
    for node in function.returns:
        match node.value:
            case ast.Call(func=ast.Name(id="iter"), args=[value]):
                yield value
            case ast.Call(func=ast.Attribute(value=value, attr="__iter__" | "__await__")):
                yield value


def _is_future(value: ast.expr, function: Function, project: Project) -> bool:
    """Return whether a value may be a Future; where nothing reaches it, its name decides."""
    if made := reaching_values(value, function, project).values:
        names = [each.of for each in made if isinstance(each, Result)]
        return any(isinstance(name, str) and _is_asyncio_future(name) for name in names)
    values = [value, *project.values_by_name.get(last_name(value), ())]
    return any(isinstance(v, ast.Call) and last_name(v.func) in FUTURES for v in values)


def _is_asyncio_future(name: str) -> bool:
    root, _, rest = name.partition(".")
    return root == "asyncio" and rest.rpartition(".")[2] in FUTURES


def _of_coroutine(function: Function, analysis: CoroutineAnalysis) -> Iterator[Rewrite]:
    """Ask a coroutine that becomes native for its `__await__()`."""
    for value in _asked(function):
        if isinstance(value, ast.Call):
            reached = may_call(value.func, function, analysis.project).functions
            if reached and all(map(analysis.will_be_async, reached)):
                asking = function.module.parents[value]
                if isinstance(asking, ast.Attribute):
                    asking = function.module.parents[asking]
                assert isinstance(asking, ast.Call)
                module = function.module
                yield replace_node(module, asking, span(module, value), ".__await__()")
