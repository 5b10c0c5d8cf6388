"""`with (yield from lock)`.

Found: a `with` statement whose context manager a coroutine delegated to.
Why: locks of asyncio lost it in Python 3.9 (TypeError).
Fix: `async with lock` for a lock. What gives an object to `as`, such as a pool, is awaited:
    `with (await pool) as connection`.
Safety: what is neither bound by `as`, nor known by its class or by what was assigned to its name,
    nor called a lock (a lock in a container: its key or the container) or a pool, is refused. A
    name is called a lock if `lock` is a word of it: `read_lock` and `LOCK_2`, not `block`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.inference.solver import Result, Value
from off_coroutine.migration.inference.values import class_of, reaching_values
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.spans import innermost_parentheses, span
from off_coroutine.migration.rewrite.statements import put_async
from off_coroutine.migration.semantics.asyncio_api import LOCKS
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="`with (yield from lock)` raises TypeError from Python 3.9",
    remedy="use `async with`",
)

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")  # of a name: read_lock, readLock, LOCK_2
_LOCK_WORDS = frozenset(
    {"lock", "locks", "rlock", "rwlock", "wlock", "mutex", "mutexes", "sem", "semaphore"}
    | {"semaphores", "cond", "condition"}
)
_LOCK_NAMES = ("not_empty", "not_full")  # conditions of a queue
_POOL_NAME = re.compile(r"(?:pool|engine)$", re.IGNORECASE)


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    for statement, item, node in _statements(function):
        if _gives_manager(item, node, function, analysis):
            continue
        if not is_lock(node.value, function, analysis):
            yield Blocker(
                node,
                "`with (yield from ...)` of what may be a lock or a pool",
                "write `async with` for a lock, `with (await ...)` for anything else",
            )
        elif len(statement.items) > 1:
            yield Blocker(node, "a lock beside other context managers", "nest the statements")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for function in module.delegating:
        if not analysis.becomes_async(function):
            continue
        for statement, item, node in _statements(function):
            if _gives_manager(item, node, function, analysis):
                continue
            around = innermost_parentheses(module, node)
            assert around is not None
            entered = Rewrite(*around, (span(module, node.value),))
            edits = [put_async(module, statement), entered]
            yield INFO.fix(source, node, "`with (yield from ...)`", edits)


def enters_lock(node: ast.YieldFrom, function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether `async with` takes the place of a `yield from`."""
    item = function.module.parents[node]
    return isinstance(item, ast.withitem) and not _gives_manager(item, node, function, analysis)


def _statements(function: Function) -> Iterator[tuple[ast.With, ast.withitem, ast.YieldFrom]]:
    parents = function.module.parents
    for node in function.delegations:
        item = parents[node]
        if isinstance(item, ast.withitem):
            statement = parents[item]
            assert isinstance(statement, ast.With)
            yield statement, item, node


def _gives_manager(
    item: ast.withitem, node: ast.YieldFrom, function: Function, analysis: Membership
) -> bool:
    """Return whether what is delegated to gives a context manager, and is no lock itself."""
    if _is_made_as_lock(node.value, function, analysis):
        return False
    made = analysis.makers.of(node.value)
    if item.optional_vars is not None:
        return not _is_named_lock(node.value, made)
    of_package = analysis.project.classes_by_name
    called_pool = _POOL_NAME.search(last_name(node.value)) and not made & LOCKS
    return bool(called_pool) or (
        bool(made)
        and all(name in of_package and not _any_waits(name, analysis.project) for name in made)
    )


def is_lock(value: ast.expr, function: Function, analysis: Membership) -> bool:
    """Return whether `async with` does for a value what `with (yield from ...)` did."""
    known = _is_made_as_lock(value, function, analysis)
    if known is not None:
        return known
    made = analysis.makers.of(value)
    if _is_named_lock(value, made):
        return True
    if of_package := made & analysis.project.classes_by_name.keys():
        return all(_any_waits(name, analysis.project) for name in of_package)
    return bool(made & LOCKS) or _is_called_lock(value)


def _is_made_as_lock(value: ast.expr, function: Function, analysis: Membership) -> bool | None:
    """Return whether all that a value is known to be is a lock; None if nothing is known of it."""
    reaching = reaching_values(value, function, analysis.project)
    found = {_is_lock_of(each, analysis.project) for each in reaching.values} - {None}
    return found == {True} if found else None


def _is_lock_of(value: Value, project: Project) -> bool | None:
    """Return whether one value is a lock; None if that is not known, or it is no value at all."""
    if isinstance(value, Result) and isinstance(value.of, Function):
        return False
    made = class_of(value)
    if isinstance(made, Scope):
        return _waits_to_enter(made, project)
    if not made or "." not in made:
        return None
    root, _, name = made.rpartition(".")
    return name in LOCKS if root in ("asyncio", "asyncio.locks") else None


def _is_named_lock(value: ast.expr, made: set[str]) -> bool:
    """Return whether a value is certainly a lock: made as one, and called so."""
    return bool(made & LOCKS) and _is_called_lock(value)


def _is_called_lock(value: ast.expr) -> bool:
    return any(
        name.lower().endswith(_LOCK_NAMES)
        or not _LOCK_WORDS.isdisjoint(word.lower() for word in _WORD.findall(name))
        for name in _names(value)
    )


def _names(value: ast.expr) -> Iterator[str]:
    """Yield the names of a value; of one in a container, that of its key and of the container."""
    if isinstance(value, ast.Subscript):
        key = value.slice
        yield str(key.value) if isinstance(key, ast.Constant) else last_name(key)
        yield from _names(value.value)
    else:
        yield last_name(value)


def _waits_to_enter(owner: Scope, project: Project) -> bool:
    """Return whether `async with` acquires: an `__aenter__` that waits, or a lock of asyncio.

    A pool, whose `__aenter__` has nothing to wait for, is closed by `async with`.
    """
    if any(_is_lock_class(base, owner, project) for base, _ in project.bases(owner)):
        return True
    return any(
        method.awaits or method.delegations or any(map(_is_acquiring, method.returns))
        for method in project.methods(project.class_hierarchy(owner), "__aenter__")
    )


def _any_waits(class_name: str, project: Project) -> bool:
    return any(_waits_to_enter(owner, project) for owner in project.classes_by_name[class_name])


def _is_acquiring(node: ast.Return) -> bool:
    return isinstance(node.value, ast.Call) and last_name(node.value.func) == "acquire"


def _is_lock_class(base: ast.expr, owner: Scope, project: Project) -> bool:
    root, _, rest = project.qualified_name(base, owner).partition(".")
    return root == "asyncio" and rest.rpartition(".")[2] in LOCKS
