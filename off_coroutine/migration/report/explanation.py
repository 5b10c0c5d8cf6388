"""Why a function becomes a native coroutine, or stays as it is: the chain of reasons."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from typing import TypeVar

from off_coroutine.migration.coroutines.absence import absence
from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.reasons import Blocker, Reason
from off_coroutine.migration.semantics.scopes import Function, Module, Scope

EXPLAINED, NOT_ONE = 0, 2
Link = TypeVar("Link", Reason, Blocker)


def explain(name: str, analysis: CoroutineAnalysis) -> int:
    """Print why a function is what it is, and return the exit status.

    Args:
        name: of the function, as `name`, `Class.name` or `module:Class.name`.
    """
    every = {full_name(f): f for f in analysis.facts.functions if f.name}
    found = matching(name, every)
    if len(found) == 1:
        print("\n".join(explanation(found[0], analysis)))
        return EXPLAINED
    told = (full for full, f in every.items() if f in analysis.members or f.is_generator)
    known = sorted(map(full_name, found) if found else told)
    several = f"{len(found)} functions are called" if found else "no function is called"
    print(f"{several} `{name}`; there are:", file=sys.stderr)
    print("".join(f"    {each}\n" for each in known), end="", file=sys.stderr)
    return NOT_ONE


def full_name(function: Function) -> str:
    """Return `module:Class.name`, with every scope that a function stands in."""
    names = [function.name]
    outer = function.outer
    while outer is not None and outer is not function.module:
        names.append(getattr(outer.node, "name", ""))
        outer = outer.outer
    return f"{function.module.name}:{'.'.join(filter(None, reversed(names)))}"


def matching(name: str, functions: Mapping[str, Function]) -> list[Function]:
    """Return the functions that a name may mean."""
    if name in functions:
        return [functions[name]]
    return [
        function
        for full, function in functions.items()
        if f".{full.partition(':')[2]}".endswith(f".{name}")
    ]


def explanation(function: Function, analysis: CoroutineAnalysis) -> Iterator[str]:
    """Yield the lines that explain a function, each with its place."""
    yield _line(function.node, function.module, f"`{function.name}` {_verdict(function, analysis)}")
    yield from _membership(function, analysis)
    if function in analysis.blocked:
        yield from _blockers(function, analysis)


def _verdict(function: Function, analysis: CoroutineAnalysis) -> str:
    if analysis.becomes_async(function):
        return "becomes a native coroutine"
    if function in analysis.blocked:
        return "is a coroutine, but stays as it is"
    if function in analysis.members:
        return "is a native coroutine"
    return "stays a generator" if function.is_generator else "stays as it is"


def _membership(function: Function, analysis: CoroutineAnalysis) -> Iterator[str]:
    """Yield why a function is a coroutine, back to what stands for itself; or why it is none."""
    for current, reason in _chain(function, analysis.reasons):
        if reason is None:
            yield from _absence(current, analysis)
        else:
            yield _line(reason.node, reason.module, f"    `{current.name}` {reason.what}")


def _blockers(function: Function, analysis: CoroutineAnalysis) -> Iterator[str]:
    """Yield what keeps a coroutine from becoming native, back to what has no other reason."""
    for current, blocker in _chain(function, analysis.blocked):
        if blocker is None:
            yield from _absence(current, analysis)
        else:
            text = f"    `{current.name}` is blocked: {blocker.reason}: {blocker.remedy}"
            yield _line(blocker.node, _module_of(blocker.node, current, analysis), text)


def _chain(
    function: Function, links: Mapping[Function, Link]
) -> Iterator[tuple[Function, Link | None]]:
    """Yield a function and what it follows from, each once with its link; the last without."""
    seen: set[Scope] = set()
    current: Function | None = function
    while current is not None and current not in seen:
        seen.add(current)
        link = links.get(current)
        yield current, link
        current = link.by if link else None


def _absence(function: Function, analysis: CoroutineAnalysis) -> Iterator[str]:
    for each in absence(function, analysis):
        yield _line(each.node, each.module, f"    `{function.name}` {each.what}")


def _module_of(node: ast.AST, function: Function, analysis: CoroutineAnalysis) -> Module:
    """Return where a node stands that speaks about a function, which may be elsewhere."""
    others = (module for module in analysis.project.modules if node in module.parents)
    return function.module if node in function.module.parents else next(others)


def _line(node: ast.AST, module: Module, text: str) -> str:
    assert isinstance(node, (ast.expr, ast.stmt))
    line, column = module.source.place(module.source.start(node))
    return f"{module.source.path}:{line}:{column}: {text}"
