"""`loop=` given to asyncio.

Found: the argument `loop` of what takes the running event loop by itself today; also in
    `super().__init__` of a class derived from asyncio's, and through `functools.partial`.
Why: deprecated in Python 3.8, removed in 3.10: TypeError when the line runs.
Fix: the argument goes where the running event loop is meant: in a coroutine, and for what is a
    coroutine itself, such as `sleep`. A lock or a queue that is made elsewhere needs it up to
    Python 3.9, where another event loop may be the current one: a function of the module's own
    gives it there; `--target 3.10` or later leaves it out. What `gather` and `shield` are given
    outside of a coroutine is scheduled by `asyncio.ensure_future(..., loop=loop)`, which still
    takes one.
Safety: what still takes the argument, such as `Future` and `Task`, keeps it, and so does code that
    asks for the version itself. A loop in `**arguments` is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.asyncio_calls import asyncio_name
from off_coroutine.migration.coroutines.queries import runs_in_coroutine
from off_coroutine.migration.inference.reachability import has_version_guard
from off_coroutine.migration.rewrite.edits import Rewrite, Span
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import LOOP_ARGUMENT
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.nodes import remove_argument
from off_coroutine.migration.rewrite.spans import bare, in_f_string, replace_node, span
from off_coroutine.migration.semantics.asyncio_api import (
    API,
    COROUTINE_FUNCTIONS,
    FUTURES,
    TAKING_LOOP,
)
from off_coroutine.migration.semantics.scopes import Module, Scope

REMOVED = (3, 10)
INFO = RuleInfo(
    __name__,
    why="asyncio takes no `loop` here from Python 3.10: TypeError when the line runs",
    remedy="remove the argument: it is the loop that runs anyway",
    since="3.10",
)
_SCHEDULING = TAKING_LOOP & FUTURES
_CALLED_IN_COROUTINES = frozenset(
    name for name in TAKING_LOOP if API[name].is_class or name in COROUTINE_FUNCTIONS
)
_LOOKED_UP = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop"})


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for keyword, scope in module.nodes(ast.keyword):
        call = module.parents[keyword]
        if not isinstance(call, ast.Call) or not _has_loop(keyword, scope):
            continue
        name = asyncio_name(call, scope, analysis.project)
        if name not in TAKING_LOOP or has_version_guard(call, module, REMOVED):
            continue
        what = f"`loop` given to `asyncio.{name}`"
        if keyword.arg is None:
            remedy = "give each argument by its name"
            yield INFO.refuse(source, keyword.value, what, "it is one of `**` arguments", remedy)
        elif edits := list(_converted(keyword, call, name, scope, analysis)):
            yield INFO.fix(source, keyword.value, what, edits)
        else:
            yield INFO.refuse(source, keyword.value, what, *_refusal(keyword, call, name, module))


def _refusal(keyword: ast.keyword, call: ast.Call, name: str, module: Module) -> tuple[str, str]:
    """Return why an argument has to stay, and the remedy."""
    if name not in _CALLED_IN_COROUTINES:
        return "outside of a coroutine it needs the loop", "call it in a coroutine"
    if _precedes_unpacking(keyword, call, module):
        return "`*` arguments follow it", "put it behind them"
    return "the loop is made by a call, which may do something else", "give it a name before"


def _has_loop(keyword: ast.keyword, scope: Scope) -> bool:
    """Return whether an argument is the loop, or certainly holds it."""
    if keyword.arg is not None:
        return keyword.arg == "loop"
    given = keyword.value
    values = scope.local_bindings(given.id) if isinstance(given, ast.Name) else ()
    for value in (keyword.value, *values):
        if isinstance(value, ast.Dict):
            names = [key.value for key in value.keys if isinstance(key, ast.Constant)]
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            names = [given.arg for given in value.keywords if value.func.id == "dict"]
        else:
            continue
        if "loop" in names:
            return True
    return False


def _converted(
    keyword: ast.keyword, call: ast.Call, name: str, scope: Scope, analysis: CoroutineAnalysis
) -> Iterator[Rewrite]:
    """Yield the edits that keep the meaning; none if there are no such."""
    module = scope.module
    value = keyword.value
    running = _is_current(value, scope, analysis) or name in COROUTINE_FUNCTIONS
    in_coroutine = runs_in_coroutine(scope, analysis)
    is_direct = analysis.project.qualified_name(call.func, scope).endswith(name)
    if (running or in_coroutine) and _is_plain(value, scope, analysis):
        yield remove_argument(module, keyword, call)
    elif name in _SCHEDULING and is_direct:
        yield remove_argument(module, keyword, call)
        yield from _scheduled(value, call, module, analysis)
    elif name in _CALLED_IN_COROUTINES and analysis.target < REMOVED:
        if not _precedes_unpacking(keyword, call, module):
            first = min(module.source.start(node) for node, _ in module.nodes(ast.keyword))
            helper, defined = use_helper(LOOP_ARGUMENT, module, analysis.project, first)
            yield from defined
            given = (f"**{helper}(", span(module, value), ")")
            yield in_f_string(module, call) or Rewrite(*bare(module, keyword), given)
    elif name in _CALLED_IN_COROUTINES and _is_plain(value, scope, analysis):
        yield remove_argument(module, keyword, call)


def _is_current(value: ast.expr, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    """Return whether a value is the loop that asyncio takes if it is given none."""
    if isinstance(value, ast.Call):
        return analysis.project.qualified_name(value.func, scope) in _LOOKED_UP
    return isinstance(value, ast.Constant)


def _is_plain(value: ast.expr, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    is_name = isinstance(value, (ast.Name, ast.Attribute))
    return is_name or _is_current(value, scope, analysis)


def _precedes_unpacking(keyword: ast.keyword, call: ast.Call, module: Module) -> bool:
    """Return whether `*arguments` follow, which must not stand behind `**` ones."""
    start = module.source.start(keyword)
    return any(module.source.start(argument) > start for argument in call.args)


def _scheduled(
    loop: ast.expr, call: ast.Call, module: Module, analysis: CoroutineAnalysis
) -> Iterator[Rewrite]:
    """Make futures of that loop of what a call is given."""
    asyncio: str | Span
    if isinstance(call.func, ast.Attribute):
        asyncio, imports = span(module, call.func.value), list[Rewrite]()
    else:
        asyncio, imports = ensure_import(module, "asyncio", call, analysis.project)
    yield from imports
    end = (", loop=", span(module, loop), ")")
    for value in call.args:
        if isinstance(value, ast.Starred):
            value = value.value
            if not isinstance(value, (ast.ListComp, ast.GeneratorExp)):
                every = (asyncio, ".ensure_future(each", *end, " for each in ", span(module, value))
                yield replace_node(module, value, "[", *every, "]")
                continue
            value = value.elt
        yield replace_node(module, value, asyncio, ".ensure_future(", span(module, value), *end)
