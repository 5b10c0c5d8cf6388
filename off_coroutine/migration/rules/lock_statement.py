"""`with (yield from lock)`.

Found: a `with` statement whose context manager a coroutine delegated to.
Why: locks of asyncio lost it in Python 3.9 (TypeError).
Fix: `async with lock` for a lock. What gives an object to `as`, such as a pool, is awaited:
    `with (await pool) as connection`.
Safety: what is neither bound by `as`, nor known by its class or by what was assigned to its name,
    nor called a lock (a lock in a container: its key or the container) or a pool, is refused.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.blockers import Blocker
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


_LOCK_NAME = re.compile(
    r"lock|mutex|sem(?:aphore)?$|cond(?:ition)?$|not_empty|not_full", re.IGNORECASE
)
_POOL_NAME = re.compile(r"(?:pool|engine)$", re.IGNORECASE)


def blockers(function: Function, analysis: CoroutineAnalysis) -> Iterator[Blocker]:
    for statement, item, node in _statements(function):
        if _gives_manager(item, node, analysis):
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
    for function in module.functions:
        if not analysis.becomes_async(function):
            continue
        for statement, item, node in _statements(function):
            if _gives_manager(item, node, analysis):
                continue
            around = innermost_parentheses(module, node)
            assert around is not None
            entered = Rewrite(*around, (span(module, node.value),))
            edits = [put_async(module, statement), entered]
            yield INFO.fix(source, node, "`with (yield from ...)`", edits)


def enters_lock(node: ast.YieldFrom, function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether `async with` takes the place of a `yield from`."""
    item = function.module.parents[node]
    return isinstance(item, ast.withitem) and not _gives_manager(item, node, analysis)


def _statements(function: Function) -> Iterator[tuple[ast.With, ast.withitem, ast.YieldFrom]]:
    parents = function.module.parents
    for node in function.delegations:
        item = parents[node]
        if isinstance(item, ast.withitem):
            statement = parents[item]
            assert isinstance(statement, ast.With)
            yield statement, item, node


def _gives_manager(item: ast.withitem, node: ast.YieldFrom, analysis: CoroutineAnalysis) -> bool:
    """Return whether what is delegated to gives a context manager, and is no lock itself."""
    made = _makers(node.value, analysis)
    if item.optional_vars is not None:
        return not _is_named_lock(node.value, made)
    of_package = analysis.project.classes_by_name
    called_pool = _POOL_NAME.search(last_name(node.value)) and not made & LOCKS
    return bool(called_pool) or (
        bool(made)
        and all(name in of_package and not _waits_to_enter(name, analysis) for name in made)
    )


def is_lock(value: ast.expr, function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether `async with` does for a value what `with (yield from ...)` did."""
    made = _makers(value, analysis)
    if _is_named_lock(value, made):
        return True
    if of_package := made & analysis.project.classes_by_name.keys():
        return all(_waits_to_enter(name, analysis) for name in of_package)
    return bool(made & LOCKS) or _is_called_lock(value)


def _is_named_lock(value: ast.expr, made: set[str]) -> bool:
    """Return whether a value is certainly a lock: made as one, and called so."""
    return bool(made & LOCKS) and _is_called_lock(value)


def _is_called_lock(value: ast.expr) -> bool:
    return any(map(_LOCK_NAME.search, _names(value)))


def _names(value: ast.expr) -> Iterator[str]:
    """Yield the names of a value; of one in a container, that of its key and of the container."""
    if isinstance(value, ast.Subscript):
        key = value.slice
        yield str(key.value) if isinstance(key, ast.Constant) else last_name(key)
        yield from _names(value.value)
    else:
        yield last_name(value)


def _makers(value: ast.expr, analysis: CoroutineAnalysis) -> set[str]:
    """Return the names of the classes that may have made what waiting for a value gives.

    What has been waited for is what a coroutine returns, not an object that waits for it.
    """
    project = analysis.project
    made = set()
    seen = set()
    pending = [(value, False)]
    while pending:
        value, is_waited_for = pending.pop()
        if isinstance(value, (ast.YieldFrom, ast.Await)):
            value, is_waited_for = value.value, True
        name = last_name(value.func if isinstance(value, ast.Call) else value)
        if isinstance(value, ast.Call) and (name in LOCKS or name in project.classes_by_name):
            if is_waited_for:
                pending += [(argument, True) for argument in value.args]
            else:
                made.add(name)
        elif (name, is_waited_for) not in seen:
            seen.add((name, is_waited_for))
            gives = is_waited_for and not _are_coroutines(name, analysis)
            pending += [(each, gives) for each in project.values_by_name[name]]
    return made


def _are_coroutines(name: str, analysis: CoroutineAnalysis) -> bool:
    functions = analysis.project.functions_named[name]
    return bool(functions) and all(map(analysis.members.__contains__, functions))


def _waits_to_enter(class_name: str, analysis: CoroutineAnalysis) -> bool:
    """Return whether `async with` acquires: an `__aenter__` that waits, or a lock of asyncio.

    A pool, whose `__aenter__` has nothing to wait for, is closed by `async with`.
    """
    project = analysis.project
    for scope in project.classes_by_name[class_name]:
        if any(_is_lock_class(base, scope, project) for base, _ in project.bases(scope)):
            return True
        for method in project.methods(project.class_hierarchy(scope), "__aenter__"):
            if method.awaits or method.delegations or any(map(_is_acquiring, method.returns)):
                return True
    return False


def _is_acquiring(node: ast.Return) -> bool:
    return isinstance(node.value, ast.Call) and last_name(node.value.func) == "acquire"


def _is_lock_class(base: ast.expr, owner: Scope, project: Project) -> bool:
    root, _, rest = project.qualified_name(base, owner).partition(".")
    return root == "asyncio" and rest.rpartition(".")[2] in LOCKS
