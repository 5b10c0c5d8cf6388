"""A coroutine function as a callback.

Found: a coroutine function given to `call_soon`, `call_later`, `call_at`, `call_soon_threadsafe`,
    `add_done_callback`, `add_reader`, `add_writer` or `add_signal_handler`; a generator that stays
    one given to `asyncio.start_server`.
Why: the event loop calls it, drops what it returns, and its body never runs. A native one is
    refused where the event loop asks (TypeError); a generator is not, and `start_server` never runs
    one from Python 3.12.
Fix: a plain function that calls `asyncio.create_task`; for `start_server`, `async def`.
Safety: only functions of the package of which it is certain that they are meant; and not where the
    package has a method of the name, which may run coroutines.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from compare.migration.coroutines import Coroutines
from compare.migration.evidence import last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module, Scope
from compare.migration.reached import coroutines_reached, is_types_coroutine, reached
from compare.migration.rules.generator_task import stays_generator

KIND = Kind(
    __name__,
    why="it is called, what it returns is dropped, and its body never runs",
    remedy="give a plain function that calls `asyncio.create_task`",
)
# Name of a call -> place of the callback among its arguments.
_CALLBACKS = {
    "call_soon": 0,
    "call_soon_threadsafe": 0,
    "add_done_callback": 0,
    "call_later": 1,
    "call_at": 1,
    "add_reader": 1,
    "add_writer": 1,
    "add_signal_handler": 1,
}
_SERVERS = ("asyncio.start_server", "asyncio.start_unix_server")


def warn(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for call, scope in module.nodes(ast.Call):
        name = last_name(call.func)
        place = _CALLBACKS.get(name, len(call.args))
        if isinstance(call.func, ast.Attribute) and place < len(call.args):
            callback = call.args[place]
            own = coroutines.package.by_name.get(name)
            if not own and coroutines_reached(callback, scope, coroutines):
                what = f"the coroutine function `{last_name(callback)}` as callback of `{name}`"
                yield KIND.found(module.source, callback, what)
        elif name.startswith("start_") and call.args:
            yield from _server(call, scope, coroutines)


def _server(call: ast.Call, scope: Scope, coroutines: Coroutines) -> Iterator[Finding]:
    package = coroutines.package
    if package.full_name(call.func, scope) not in _SERVERS:
        return
    functions = reached(call.args[0], scope, package)
    if functions and all(
        stays_generator(f, coroutines) or is_types_coroutine(f, package) for f in functions
    ):
        what = f"the generator `{last_name(call.args[0])}` as callback of a server"
        finding = KIND.found(scope.module.source, call.args[0], what)
        yield replace(finding, remedy="make it `async def`", since="3.12")
