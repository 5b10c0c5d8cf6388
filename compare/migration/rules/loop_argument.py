"""`loop=` given to asyncio.

Found: the argument `loop` of what takes the running event loop by itself today.
Why: deprecated in Python 3.8, removed in 3.10: TypeError when the line runs.
Fix: the argument goes. Where `gather`, `shield` or `as_completed` are called outside of a
    coroutine, what they are given is scheduled on that loop by `asyncio.ensure_future(...,
    loop=loop)`, which still takes one.
Safety: a loop that is made or looked up by a call is kept: the call may do something. What
    still takes the argument, such as `Future` and `Task`, keeps it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Function, Module, Scope

KIND = Kind(
    __name__,
    why="asyncio takes no `loop` here from Python 3.10: TypeError when the line runs",
    remedy="remove the argument: it is the loop that runs anyway",
    since="3.10",
)
_LAZY = frozenset(
    {"sleep", "wait", "wait_for", "open_connection", "open_unix_connection", "start_server"}
    | {"start_unix_server", "create_subprocess_exec", "create_subprocess_shell"}
    | {"Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore"}
    | {"Queue", "PriorityQueue", "LifoQueue", "JoinableQueue"}
)
_EAGER = frozenset({"gather", "shield", "as_completed"})
_LOOKED_UP = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop"})


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    if coroutines.target < (3, 10):
        return
    source = module.source
    for keyword, scope in module.nodes(ast.keyword):
        call = module.parents[keyword]
        if keyword.arg != "loop" or not isinstance(call, ast.Call):
            continue
        name = _asyncio_name(call, scope, coroutines)
        what = f"`loop` given to `asyncio.{name}`"
        if name not in _LAZY | _EAGER:
            continue
        if not _is_plain(keyword.value, scope, coroutines):
            reason = "the loop is made by a call, which may do something else"
            yield KIND.refused(source, keyword.value, what, reason, "give the loop a name before")
        elif name in _LAZY or _runs_in_coroutine(scope, coroutines):
            yield KIND.converted(source, keyword.value, what, [_removed(keyword, call, module)])
        elif any(_scheduled_alone(argument) for argument in call.args):
            edits = [_removed(keyword, call, module), *_scheduled(keyword, call, module)]
            yield KIND.converted(source, keyword.value, what, edits)
        else:
            reason = "outside of a coroutine it needs the loop"
            remedy = "call it in a coroutine, or give it futures of that loop"
            yield KIND.refused(source, keyword.value, what, reason, remedy)


def _asyncio_name(call: ast.Call, scope: Scope, coroutines: Coroutines) -> str:
    """Return what of asyncio is called, also as the base class of `super().__init__`."""
    package = coroutines.package
    root, _, rest = package.full_name(call.func, scope).partition(".")
    return rest.rpartition(".")[2] if root == "asyncio" else ""


def _is_plain(value: ast.expr, scope: Scope, coroutines: Coroutines) -> bool:
    if isinstance(value, ast.Call):
        return coroutines.package.full_name(value.func, scope) in _LOOKED_UP
    return isinstance(value, (ast.Name, ast.Attribute, ast.Constant))


def _runs_in_coroutine(scope: Scope, coroutines: Coroutines) -> bool:
    return isinstance(scope, Function) and scope in coroutines.found


def _removed(keyword: ast.keyword, call: ast.Call, module: Module) -> Edit:
    """Remove an argument with the comma that it needs no more."""
    source = module.source
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    arguments.sort(key=source.start)
    index = arguments.index(keyword)
    if index:
        return Edit(source.end(arguments[index - 1]), source.end(keyword), "")
    if len(arguments) > 1:
        return Edit(source.start(keyword), source.start(arguments[1]), "")
    end = source.end(keyword)
    rest = source.text[end : source.end(call) - 1]
    return Edit(source.start(keyword), end + len(rest) * (rest.strip() == ","), "")


def _scheduled_alone(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) or (
        isinstance(argument, ast.Starred)
        and isinstance(argument.value, (ast.ListComp, ast.GeneratorExp))
    )


def _scheduled(keyword: ast.keyword, call: ast.Call, module: Module) -> Iterator[Edit]:
    source = module.source
    loop = source.text[source.start(keyword.value) : source.end(keyword.value)]
    base = ast.unparse(call.func).rpartition(".")[0]
    prefix = f"{base}." if base else ""
    for argument in call.args:
        value = argument
        if isinstance(argument, ast.Starred):
            assert isinstance(argument.value, (ast.ListComp, ast.GeneratorExp))
            value = argument.value.elt
        yield Edit(source.start(value), source.start(value), f"{prefix}ensure_future(")
        yield Edit(source.end(value), source.end(value), f", loop={loop})")
