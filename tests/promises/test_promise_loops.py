"""Promises, event loops, threads and memory."""

import asyncio
import gc
import threading
import tracemalloc
import weakref
from collections.abc import Callable
from legacy_style.promises.promise import Promise, run
from typing import Any, NoReturn

import pytest

from off_coroutine.engine.loop import EventLoop
from promises import ERROR, reason_of, turns

# Loops and threads


def test_without_a_running_loop_the_error_names_the_cure() -> None:
    with pytest.raises(RuntimeError, match=r"run\(main\)"):
        Promise.resolve(1)
    with pytest.raises(RuntimeError, match=r"run\(main\)"):
        Promise(lambda resolve, reject: None)


async def test_another_thread_is_sent_to_call_soon_threadsafe() -> None:
    promise, resolve, reject = Promise.with_resolvers()
    settled = Promise.resolve(1)
    errors: list[BaseException] = []

    def elsewhere() -> None:
        for use in (resolve, lambda: reject(ERROR), settled.then):
            try:
                use()
            except RuntimeError as error:
                errors.append(error)
        loop.call_soon_threadsafe(resolve, "from the thread")

    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert await promise == "from the thread"
    assert ["call_soon_threadsafe" in str(error) for error in errors] == [True] * 3


def test_another_loop_can_neither_await_nor_adopt_nor_decide() -> None:
    async def make() -> tuple[Promise[Any], Callable[..., None]]:
        promise, resolve, _ = Promise.with_resolvers()
        return promise, resolve

    async def use(promise: Promise[Any], resolve: Callable[..., None]) -> None:
        for use in (
            promise,
            Promise.resolve().then(lambda _: promise),
            Promise.try_(resolve),
        ):
            error = await reason_of(use)
            assert isinstance(error, RuntimeError)
            assert "call_soon_threadsafe" in str(error)

    home = asyncio.new_event_loop()
    try:
        run(use, *home.run_until_complete(make()))
    finally:
        home.close()


async def test_a_future_of_another_loop_rejects() -> None:
    elsewhere = asyncio.new_event_loop()
    try:
        error = await reason_of(Promise.resolve(elsewhere.create_future()))
        assert isinstance(error, ValueError)
    finally:
        elsewhere.close()


def play(start: Callable[[], object]) -> tuple[EventLoop, int]:
    """Run a loop that has only what asyncio's Future asks for; return it and its turns."""
    loop = EventLoop()
    count = 0
    asyncio._set_running_loop(loop)
    try:
        start()
        while loop.ready:
            loop.turn()
            count += 1
    finally:
        asyncio._set_running_loop(None)
    return loop, count


def test_a_loop_needs_little_and_is_let_go() -> None:
    log: list[Any] = []

    def start() -> None:
        Promise.all([asyncio.sleep(0, 1), Promise.resolve(2)]).then(log.append)
        Promise.reject(ERROR)

    loop, _ = play(start)
    assert log == [[1, 2]]
    assert [problem["exception"] for problem in loop.problems] == [ERROR]
    gone = weakref.ref(loop)
    del loop
    gc.collect()
    assert gone() is None


def test_a_handled_rejection_takes_no_turn_of_its_own() -> None:
    def start() -> None:
        promise, _, reject = Promise.with_resolvers()
        promise.catch(type)
        reject(ERROR)

    assert play(start)[1] == 1


# Size


async def test_a_long_promise_loop_neither_recurses_nor_keeps_what_is_over() -> None:
    def step(number: int) -> Any:
        return Promise.resolve(number + 1).then(step) if number < 100_000 else number

    tracemalloc.start()
    try:
        assert await Promise.resolve(0).then(step) == 100_000
        gc.collect()
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < 100_000
    assert peak < 400 * 100_000


async def test_a_long_chain_does_not_recurse() -> None:
    promise = Promise.resolve(0)
    for _ in range(100_000):
        promise = promise.then(lambda number: number + 1)
    assert await promise == 100_000


async def test_an_error_is_freed_with_its_promise() -> None:
    class OwnError(Exception):
        pass

    def fail(_: object) -> NoReturn:
        raise OwnError

    gc.disable()
    try:
        try:
            await Promise.resolve().then(fail).then()
        except OwnError as error:
            gone = weakref.ref(error)
        await turns()
        assert gone() is None
    finally:
        gc.enable()


# run


def test_run_calls_inside_a_new_loop_and_returns_the_value() -> None:
    def main(first: int, second: int) -> Promise[int]:
        return Promise.resolve(asyncio.sleep(0)).then(lambda _: first + second)

    assert run(main, 1, 2) == 3


def test_run_raises_the_reason() -> None:
    with pytest.raises(ValueError, match="no") as caught:
        run(Promise.reject, ERROR)
    assert caught.value is ERROR


def test_run_cancels_what_is_left_and_closes_the_loop() -> None:
    left: list[Any] = []

    async def work() -> None:
        left.append(asyncio.get_running_loop())
        try:
            await left[0].create_future()
        finally:
            left.append("cancelled")

    def main() -> Promise[None]:
        Promise.resolve(work()).catch(lambda reason: left.append(type(reason)))
        return Promise.resolve(asyncio.sleep(0)).then(lambda _: None)

    run(main)
    loop, *rest = left
    assert loop.is_closed()
    assert rest == ["cancelled", asyncio.CancelledError]
