"""The decorator that stands in for asyncio.coroutine: what accepts it, and what it does.

The heart is a table, every kind of function crossed with every way in. A cell passes when the body
ran to its end and its result arrived, or when the refusal is the expected one.
"""

import asyncio
import collections.abc
import contextvars
import functools
import inspect
import os
import re
import subprocess
import sys
import traceback
import types
import unittest
from collections.abc import Callable, Generator
from legacy_style.coroutine import coroutine, run
from pathlib import Path
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from coroutine_cases.functions import KINDS, MAKERS, Body, native, sleep
from coroutine_cases.ways_in import REFUSING, WAYS

Function = Callable[..., Any]


def python(*arguments: str, **environment: str) -> str:
    """Run this Python in the project's root and return what it says on standard error."""
    command = [sys.executable, *arguments]
    variables = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    return done.stderr


ROOT = Path(__file__).parents[1]
each_kind = pytest.mark.parametrize("kind", KINDS)

REFUSED = {
    (way, kind): message
    for way, message in {
        "asyncio.wait": "Passing coroutines is forbidden",
        "loop.add_signal_handler": "coroutines cannot be used with add_signal_handler",
        "loop.call_soon in debug mode": "coroutines cannot be used with call_soon",
    }.items()
    for kind in KINDS
}
REFUSED["yield from in an undecorated generator", "native"] = "cannot 'yield from' a coroutine"


@each_kind
@pytest.mark.parametrize("way", [*WAYS, *REFUSING])
def test_a_way_in_runs_the_body_to_its_result_or_refuses_it(way: str, kind: str) -> None:
    trace: list[Any] = []
    function = KINDS[kind](Body(trace, "the result"))
    enter = {**WAYS, **REFUSING}[way]
    if (way, kind) in REFUSED:
        with pytest.raises(TypeError, match=REFUSED[way, kind]):
            enter(function)
        assert trace == []
    else:
        assert enter(function) == "the result"
        assert trace == [(), "done"]


@each_kind
def test_it_is_recognised_as_a_coroutine_function(kind: str) -> None:
    function = KINDS[kind](Body([], None))
    call = function()
    call.close()
    assert inspect.iscoroutinefunction(function)
    assert not inspect.isgeneratorfunction(function)
    assert asyncio.iscoroutine(call)
    assert isinstance(call, collections.abc.Coroutine)
    assert inspect.iscoroutine(call) is (kind == "native")
    with mock.patch.object(types.SimpleNamespace(function=function), "function") as patched:
        assert isinstance(patched, mock.AsyncMock)


def as_method(function: Function) -> Any:
    # what a class does with a partial depends on the Python
    return function if inspect.isfunction(function) else staticmethod(function)


@each_kind
@pytest.mark.parametrize("place", ["asyncSetUp", "test", "asyncTearDown"])
def test_unittest_runs_it(place: str, kind: str) -> None:
    trace: list[Any] = []
    methods = {"test": lambda self: None, place: as_method(KINDS[kind](Body(trace, None)))}
    result = unittest.TestResult()
    type("Case", (unittest.IsolatedAsyncioTestCase,), methods)("test").run(result)
    assert (result.testsRun, result.errors, result.failures) == (1, [], [])
    assert trace[1:] == ["done"]


def echo_body(reader: Any, writer: Any) -> Generator[Any, Any, None]:
    """Send the first line back."""
    writer.write((yield from reader.readline()))
    writer.close()
    yield from writer.wait_closed()


echo = coroutine(echo_body)


async def native_echo(reader: Any, writer: Any) -> None:
    await echo(reader, writer)


@pytest.mark.parametrize("callback", [native_echo, echo, coroutine(lambda *args: echo(*args))])
async def test_start_server_runs_its_callback(callback: Function) -> None:
    async with await asyncio.start_server(callback, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        assert await asyncio.wait_for(reader.read(), timeout=5) == b"hello\n"
        writer.close()
        await writer.wait_closed()


async def get(app: web.Application) -> tuple[int, str]:
    async with TestClient(TestServer(app)) as client, client.get("/") as response:
        return response.status, await response.text()


async def hi(request: web.Request) -> web.Response:
    return web.Response(text="hi")


def add_view(app: web.Application, function: Function) -> None:
    app.router.add_view("/", type("View", (web.View,), {"get": as_method(function)}))


def on_startup(app: web.Application, function: Function) -> None:
    app.on_startup.append(function)
    app.router.add_get("/", hi)


@each_kind
@pytest.mark.parametrize(
    "add",
    [
        lambda app, function: app.router.add_get("/", function),
        add_view,
        on_startup,
    ],
    ids=["handler", "View", "signal"],
)
async def test_aiohttp_runs_it_without_a_warning(
    add: Callable[[web.Application, Function], object], kind: str
) -> None:
    trace: list[Any] = []
    app = web.Application()
    add(app, KINDS[kind](Body(trace, web.Response(text="hi"))))
    assert await get(app) == (200, "hi")
    assert trace[1:] == ["done"]


def shout(request: web.Request, handler: Function) -> Generator[Any, Any, web.Response]:
    response = yield from handler(request)
    return web.Response(text=response.text.upper())


@pytest.mark.parametrize(
    "middleware", [web.middleware(coroutine(shout)), coroutine(web.middleware(shout))]
)
async def test_aiohttp_runs_a_middleware(middleware: Any) -> None:
    app = web.Application(middlewares=[middleware])
    app.router.add_get("/", hi)
    assert await get(app) == (200, "HI")


@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_pytest_asyncio_runs_tests_and_fixtures(mode: str, tmp_path: Path) -> None:
    cases = "tests/coroutine_cases/under_pytest_asyncio.py"
    options = [f"--asyncio-mode={mode}", f"--junitxml={tmp_path / 'report.xml'}"]
    python("-m", "pytest", *options, cases)
    failures = {
        case.attrib["name"]: case[0].attrib["message"]
        for case in ElementTree.parse(tmp_path / "report.xml").iter("testcase")
    }
    error = "coroutine_cases.under_pytest_asyncio.RanError: "
    assert failures == {
        "test_generator": error + "generator fixture",
        "test_mark_below": error + "plain fixture",
        "test_plain": error + "plain fixture",
        "test_parametrized[one]": error + "one",
        "test_parametrized[two]": error + "two",
        "test_method": error + "native fixture",
        "test_native": error + "generator fixture",
    }


@pytest.mark.parametrize("what", MAKERS)
def test_a_decorated_generator_waits_for_what_can_be_iterated(what: str) -> None:
    @coroutine
    def function() -> Generator[Any, Any, Any]:
        return (yield from MAKERS[what]("the result"))

    if what == "an object with __await__":
        with pytest.raises(TypeError, match="'Awaitable' object is not iterable"):
            run(function())
    else:
        assert run(function()) == "the result"


def waits_for_native_coroutine() -> Generator[Any, Any, None]:
    yield from asyncio.gather(native(None))
    yield from sleep(0)


class Waiter:
    def wait(self) -> Generator[Any, Any, None]:
        yield from sleep(0)


@pytest.mark.parametrize(
    "function", [functools.partial(waits_for_native_coroutine), Waiter().wait], ids=str
)
@pytest.mark.filterwarnings("ignore:coroutine 'sleep' was never awaited:RuntimeWarning")
def test_only_what_is_a_function_learns_to_wait_for_native_coroutines(function: Function) -> None:
    with pytest.raises(TypeError, match="cannot 'yield from' a coroutine object"):
        run(coroutine(function)())


def test_a_coroutine_function_is_returned_as_it_is() -> None:
    assert coroutine(native) is native
    assert coroutine(echo) is echo


@pytest.mark.parametrize("function", [lambda first, *, second="": None, echo_body])
def test_it_keeps_name_docstring_and_signature(function: Function) -> None:
    decorated: Any = coroutine(function)
    assert decorated.__wrapped__ is function
    assert decorated.__qualname__ == function.__qualname__
    assert decorated.__doc__ == function.__doc__
    assert inspect.signature(decorated) == inspect.signature(function)


def test_a_synchronous_wrapper_is_not_taken_for_a_coroutine_function() -> None:
    @functools.wraps(echo)
    def wrapper() -> None:
        pass

    assert not inspect.iscoroutinefunction(wrapper)
    assert not getattr(wrapper, "_is_coroutine", False)


def test_driven_by_hand_it_is_a_generator() -> None:
    @coroutine
    def conversation() -> Generator[str, str, str]:
        try:
            yield "first"
        except KeyError:
            return (yield "second")
        return "not reached"

    async def wait_for(call: Any) -> Any:
        return await call

    call = conversation()
    assert next(call) == "first"
    assert call.throw(KeyError()) == "second"
    with pytest.raises(StopIteration, match="third"):
        call.send("third")
    assert run(wait_for(call)) is None


@coroutine
def guard(trace: list[str]) -> Generator[Any, Any, None]:
    try:
        yield from asyncio.get_running_loop().create_future()
    finally:
        trace.append("finally")


@coroutine
def nest(trace: list[str]) -> Generator[Any, Any, None]:
    async def enter() -> None:
        await guard(trace)

    entered: Any = enter()
    yield from entered


@pytest.mark.parametrize("function", [guard, nest])
async def test_a_task_shows_it_and_cancels_it(function: Any) -> None:
    trace: list[str] = []
    task = asyncio.create_task(function(trace))
    await asyncio.sleep(0)
    assert f"coro=<{function.__name__}() running at {__file__}:" in repr(task)
    assert [frame.f_code for frame in task.get_stack()] == [function.__wrapped__.__code__]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert trace == ["finally"]


def test_closing_it_runs_its_finally_clause() -> None:
    async def begin() -> None:
        call = nest(trace)
        next(call)
        assert trace == []
        call.close()

    trace: list[str] = []
    run(begin())
    assert trace == ["finally"]


def test_an_escaping_stop_iteration_becomes_a_runtime_error() -> None:
    @coroutine
    def inner() -> Generator[Any, Any, None]:
        yield
        next(iter(()))

    @coroutine
    def outer() -> Generator[Any, Any, None]:
        yield from inner()

    with pytest.raises(RuntimeError, match="generator raised StopIteration") as caught:
        run(outer())
    names = [frame.name for frame in traceback.extract_tb(caught.tb)]
    assert names[-2:] == ["run_until_complete", "outer"]
    assert isinstance(caught.value.__cause__, StopIteration)


def test_what_it_sets_in_the_context_is_seen_by_who_awaits_it() -> None:
    variable = contextvars.ContextVar("variable", default="not set")

    @coroutine
    def inner() -> Generator[Any, Any, None]:
        yield
        variable.set("set")

    async def outer() -> str:
        await inner()
        return variable.get()

    assert run(outer()) == "set"


FORGETFUL = """
from legacy_style.coroutine import coroutine, run
@coroutine
def leaf():
    yield
def undecorated():
    yield from leaf()
async def native():
    await leaf()
@coroutine
def main():
    yield from leaf()
    yield from undecorated()
    yield from native()
    leaf().close()
    leaf()
run(main())
"""


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_forgotten_call_is_logged_in_debug_mode_only(debug: str) -> None:
    forgotten = re.findall(
        r"coroutine (\S+) at \S+, created at <string>:(\d+), was never yielded from",
        python("-c", FORGETFUL, PYTHONASYNCIODEBUG=debug),
    )
    assert forgotten == ([("leaf", "16")] if debug else [])
