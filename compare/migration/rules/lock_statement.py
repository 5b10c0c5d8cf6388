"""`with (yield from lock)`.

Found: a `with` statement whose context manager a coroutine delegated to.
Why: locks of asyncio lost it in Python 3.9 (TypeError).
Fix: `async with lock` for a lock; `with (await pool) as connection` for what gives an object to
    `as`.
Safety: what is neither known as a lock, by what was assigned to its name, by its class or by
    its name, nor bound by `as`, is refused.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines, Obstacle
from compare.migration.edits import Edit
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module
from compare.migration.rewriting import YIELD_FROM, awaited, surrounding

KIND = Kind(
    __name__,
    why="`with (yield from lock)` raises TypeError from Python 3.9",
    remedy="use `async with`",
)

_LOCKS = frozenset({"Lock", "Condition", "Semaphore", "BoundedSemaphore"})
_LOCK_NAME = re.compile(
    r"lock|mutex|sem(?:aphore)?$|cond(?:ition)?$|not_empty|not_full", re.IGNORECASE
)


def obstacles(function: Function, coroutines: Coroutines) -> Iterator[Obstacle]:
    for statement, item, node in _statements(function):
        if item.optional_vars is None and not is_lock(node.value, function, coroutines):
            yield Obstacle(
                node,
                "`with (yield from ...)` of what may be a lock or a pool",
                "write `async with` for a lock, `with (await ...)` for anything else",
            )
        elif item.optional_vars is None and len(statement.items) > 1:
            yield Obstacle(node, "a lock beside other context managers", "nest the statements")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    for function in module.functions:
        if not coroutines.converts(function):
            continue
        for statement, item, node in _statements(function):
            what = "`with (yield from ...)`"
            if item.optional_vars is None:
                span = surrounding(source, node)
                found = YIELD_FROM.match(source.text, source.start(node))
                assert span is not None and found is not None
                start = source.start(statement)
                edits = [Edit(start, start, "async "), Edit(span[0], found.end(), "")]
                edits.append(Edit(source.end(node), span[1] + 1, ""))
                yield KIND.converted(source, node, what, edits)
            else:
                yield KIND.converted(source, node, what, awaited(module, node))


def _statements(function: Function) -> Iterator[tuple[ast.With, ast.withitem, ast.YieldFrom]]:
    parents = function.module.parents
    for node in function.delegations:
        item = parents[node]
        if isinstance(item, ast.withitem):
            statement = parents[item]
            assert isinstance(statement, ast.With)
            yield statement, item, node


def is_lock(value: ast.expr, function: Function, coroutines: Coroutines) -> bool:
    """Return whether `async with` does for a value what `with (yield from ...)` did."""
    made = _makers(value, coroutines)
    if made & coroutines.package.classes_by_name.keys():
        return all(_has_aenter(name, coroutines) for name in made)
    return bool(made & _LOCKS or _LOCK_NAME.search(last_name(value)))


def _makers(value: ast.expr, coroutines: Coroutines) -> set[str]:
    """Return the names of the classes that may have made a value."""
    package = coroutines.package
    made = set()
    seen = set()
    pending = [value]
    while pending:
        value = pending.pop()
        name = last_name(value.func if isinstance(value, ast.Call) else value)
        if isinstance(value, ast.Call) and (name in _LOCKS or name in package.classes_by_name):
            made.add(name)
        elif name not in seen:
            seen.add(name)
            pending += package.values_by_name[name]
    return made


def _has_aenter(class_name: str, coroutines: Coroutines) -> bool:
    package = coroutines.package
    return any(
        package.methods(package.related(scope), "__aenter__")
        for scope in package.classes_by_name[class_name]
    )
