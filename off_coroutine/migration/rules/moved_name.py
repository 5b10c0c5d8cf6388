"""A name of asyncio that has another one, or another place, today.

Found: `asyncio.async`, also as `getattr(asyncio, "async")`, `asyncio.JoinableQueue`, exceptions
    asked for in `asyncio.futures` and `asyncio.streams`, and the debug mode of `asyncio.coroutine`.
Why: `async` is a keyword from Python 3.7: the file is a syntax error. `JoinableQueue` went in
    3.5. The exceptions have a module of their own from 3.8, and the debug mode went with the
    decorator in 3.11: AttributeError or ImportError.
Fix: `asyncio.ensure_future`, `asyncio.Queue`, and the exceptions from `asyncio` itself; each is the
    same object, in every Python that has both. `from asyncio import async` binds `async_`. What
    `asyncio.coroutines._DEBUG` is without the decorator, False, is asked for by `getattr`.
Safety: nothing else changes. What has gone and left nothing in its place, such as
    `asyncio.test_utils`, is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.reachability import has_version_guard
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.names import unreserved_name
from off_coroutine.migration.rewrite.nodes import replace_attribute
from off_coroutine.migration.rewrite.spans import bare, replace_node, span
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.legacy_keywords import WORDS

INFO = RuleInfo(
    __name__,
    why="asyncio has it under another name today",
    remedy="use the name of today",
)
_MOVED = {
    "asyncio.async": "ensure_future",
    "asyncio.tasks.async": "ensure_future",
    "asyncio.JoinableQueue": "Queue",
    "asyncio.queues.JoinableQueue": "Queue",
    **{
        f"asyncio.{module}.{name}": name
        for module in ("futures", "base_futures")
        for name in ("CancelledError", "InvalidStateError", "TimeoutError")
    },
    "asyncio.streams.IncompleteReadError": "IncompleteReadError",
    "asyncio.streams.LimitOverrunError": "LimitOverrunError",
}
# Names that went with nothing in their place -> the first Python without them.
_GONE = {
    "asyncio.test_utils": (3, 7),
    "asyncio.compat": (3, 7),
    "asyncio.coroutines.debug_wrapper": (3, 7),
    "asyncio.locks._ContextManager": (3, 9),
    "asyncio.coroutines.CoroWrapper": (3, 11),
    "asyncio.coroutines._DEBUG": (3, 11),
}
# Of these, what they would be where they are gone; to set one does nothing there.
_VALUES = {"asyncio.coroutines._DEBUG": "False"}
_LAST = frozenset(name.rpartition(".")[2] for name in (*_MOVED, *_GONE))


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for node, scope in module.attributes(*_LAST):
        old = analysis.project.qualified_name(node, scope)
        if old in _GONE and not has_version_guard(node, module, _GONE[old]):
            yield from _without(node, old, module)
        elif old in _MOVED:
            yield INFO.fix(source, node, f"`{old}`", _replaced(node, old, module, analysis))
    for call, scope in module.calls("getattr"):
        asked = _asked_for(call)
        old = analysis.project.qualified_name(asked, scope) if asked else ""
        if old in _MOVED and not has_version_guard(call, module, (3, 7)):
            asyncio, edits = ensure_import(module, "asyncio", call, analysis.project)
            edits = [*edits, replace_node(module, call, f"{asyncio}.{_MOVED[old]}")]
            yield INFO.fix(source, call, f"`{old}`", edits)
    for statement, _ in module.nodes(ast.ImportFrom):
        if (statement.module or "").partition(".")[0] == "asyncio" and not statement.level:
            yield from _imported(statement, module, analysis.project)
    for plain, _ in module.nodes(ast.Import):
        for alias in plain.names:
            if alias.name in _GONE and not has_version_guard(plain, module, _GONE[alias.name]):
                yield _gone(plain, alias.name, module)


def _asked_for(call: ast.Call) -> ast.Attribute | None:
    """Return what `getattr` with nothing in its place is asked for, as an attribute."""
    match call:
        case ast.Call(ast.Name("getattr"), [owner, ast.Constant(str(name))]):
            return ast.Attribute(owner, name)
    return None


def _without(node: ast.Attribute, old: str, module: Module) -> Iterator[Finding]:
    """Yield what is done about a name that has gone."""
    if old not in _VALUES:
        yield _gone(node, old, module)
    elif isinstance(node.ctx, ast.Load):
        parts = ("getattr(", span(module, node.value), f', "{node.attr}", {_VALUES[old]})')
        edit = replace_node(module, node, *parts)
        yield INFO.fix(module.source, node, f"`{old}`", [edit])


def _gone(node: ast.expr | ast.stmt, name: str, module: Module) -> Finding:
    reason = "Python {}.{} has removed it, with nothing in its place".format(*_GONE[name])
    return INFO.refuse(module.source, node, f"`{name}`", reason, "do without it")


def _replaced(
    node: ast.Attribute, old: str, module: Module, analysis: CoroutineAnalysis
) -> Iterator[Rewrite]:
    if old.count(".") == 1:
        yield replace_attribute(module, node, _MOVED[old])
    else:
        asyncio, imports = ensure_import(module, "asyncio", node, analysis.project)
        yield from imports
        yield replace_node(module, node, f"{asyncio}.{_MOVED[old]}")


def _imported(statement: ast.ImportFrom, module: Module, project: Project) -> Iterator[Finding]:
    source = module.source
    names = {f"{statement.module}.{alias.name}": alias for alias in statement.names}
    moved = {name: alias for name, alias in names.items() if name in _MOVED}
    for name in names.keys() & _GONE:
        if not has_version_guard(statement, module, _GONE[name]):
            yield _gone(statement, name, module)
    if not moved:
        return
    what = f"`{next(iter(moved))}`"
    is_inner = statement.module != "asyncio"
    is_reserved = any(alias.name in WORDS for alias in moved.values())
    if not is_reserved and has_version_guard(statement, module, (3, 8)):
        return
    if is_inner and len(moved) < len(names):
        reason = "it is imported together with what has not moved"
        yield INFO.refuse(source, statement, what, reason, "import it from `asyncio`")
        return
    edits = [
        Rewrite(*bare(module, alias), (_named(_MOVED.get(name, alias.name), alias, project),))
        for name, alias in names.items()
        if alias.name != _MOVED.get(name, alias.name) or alias.asname in WORDS
    ]
    if is_inner:
        at = source.text.index(statement.module or "", source.start(statement))
        edits.append(Rewrite(at, at + len(statement.module or ""), ("asyncio",)))
    if edits:
        yield INFO.fix(source, statement, what, edits)


def is_moved(statement: ast.ImportFrom) -> bool:
    """Return whether a statement imports a name that has another one, or another place, today."""
    return any(f"{statement.module}.{alias.name}" in _MOVED for alias in statement.names)


def _named(new: str, alias: ast.alias, project: Project) -> str:
    name = unreserved_name(alias.asname or alias.name, project)
    return new if name == new else f"{new} as {name}"
