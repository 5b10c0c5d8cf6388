"""What accepts a decorated function: asyncio, unittest, aiohttp and pytest-asyncio.

The heart is a table, every kind of function crossed with every way in. A cell passes when the body
ran to its end and its result arrived, or when the refusal is the expected one.
"""

import asyncio
import collections.abc
import inspect
import subprocess
import sys
import types
import unittest
from collections.abc import Callable, Generator
from legacy_style.coroutine import coroutine
from pathlib import Path
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from coroutine_cases.functions import KINDS, Body
from coroutine_cases.ways_in import REFUSING, WAYS

Function = Callable[..., Any]
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
def test_it_is_a_coroutine_function_that_runs_nothing_when_called(kind: str) -> None:
    trace: list[Any] = []
    function = KINDS[kind](Body(trace, None))
    call = function()
    call.close()
    assert trace == []
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
    command = [sys.executable, "-m", "pytest", *options, cases]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
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
