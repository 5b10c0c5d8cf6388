"""What a decorated function does: where no choice had to be made, as asyncio.coroutine did."""

import asyncio
import contextvars
import functools
import inspect
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Generator
from legacy_style.coroutine import coroutine, run
from pathlib import Path
from typing import Any

import pytest
from coroutine_cases.functions import MAKERS, decorated, native, sleep

Function = Callable[..., Any]


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
    "function",
    [functools.partial(waits_for_native_coroutine), Waiter().wait],
    ids=["partial", "method"],
)
@pytest.mark.filterwarnings("ignore:coroutine 'sleep' was never awaited:RuntimeWarning")
def test_only_what_is_a_function_learns_to_wait_for_native_coroutines(function: Function) -> None:
    with pytest.raises(TypeError, match="cannot 'yield from' a coroutine object"):
        run(coroutine(function)())


def test_over_a_classmethod_there_is_nothing_to_call() -> None:
    method: Any = classmethod(lambda cls: None)
    with pytest.raises(TypeError, match="'classmethod' object is not callable"):
        run(coroutine(method)())


def test_a_coroutine_function_is_returned_as_it_is() -> None:
    assert coroutine(native) is native
    assert coroutine(decorated) is decorated


def documented(first: str, *, second: str = "") -> Generator[Any, Any, None]:
    """What it does."""
    yield


@pytest.mark.parametrize("function", [lambda first, *, second="": None, documented])
def test_it_keeps_name_docstring_and_signature(function: Function) -> None:
    stand_in: Any = coroutine(function)
    assert stand_in.__wrapped__ is function
    assert stand_in.__qualname__ == function.__qualname__
    assert stand_in.__doc__ == function.__doc__
    assert inspect.signature(stand_in) == inspect.signature(function)


def test_a_synchronous_wrapper_is_not_taken_for_a_coroutine_function() -> None:
    @functools.wraps(decorated)
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
    errors = subprocess.run(
        [sys.executable, "-c", FORGETFUL],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONASYNCIODEBUG": debug},
        capture_output=True,
        text=True,
    ).stderr
    if debug:
        [forgotten] = re.findall(r"coroutine (.*) was never yielded from", errors)
        assert re.match(r"leaf at 0x\w+>, created at <string>:16,", forgotten)
    else:
        assert errors == ""
