"""Awaiting a promise, and rejections that nobody handles."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise
from typing import Any

import pytest

from promises import ERROR, reason_of, throw, turns

# Awaiting


def by_yield_from(promise: Promise[Any]) -> Generator[Any, None, Any]:
    return (yield from promise)


async def test_any_generator_can_yield_from_a_promise() -> None:
    promise, resolve, _ = Promise.with_resolvers()
    asyncio.get_running_loop().call_soon(resolve, 1)
    assert await coroutine(by_yield_from)(promise) == 1


async def test_asyncio_takes_promises() -> None:
    def one() -> Promise[int]:
        return Promise.resolve(asyncio.sleep(0)).then(lambda _: 1)

    assert list(await asyncio.gather(one(), Promise.resolve(1))) == [1, 1]
    assert await asyncio.wait_for(one(), 60) == 1
    assert await asyncio.shield(one()) == 1
    assert await asyncio.ensure_future(one()) == 1
    done, pending = await asyncio.wait([asyncio.ensure_future(one())])
    assert [task.result() for task in done] == [1]
    assert not pending


async def test_a_settled_promise_is_awaited_without_a_turn_of_the_loop() -> None:
    log: list[str] = []
    promise = Promise.resolve(1)
    asyncio.get_running_loop().call_soon(log.append, "turn")
    assert await promise == 1
    assert log == []


async def test_a_promise_can_be_awaited_again_and_again() -> None:
    promise = Promise.resolve(asyncio.sleep(0, "slept"))
    assert list(await asyncio.gather(promise, promise)) == ["slept", "slept"]
    assert await promise == "slept"


async def test_cancelling_a_waiting_task_leaves_the_promise_to_the_others() -> None:
    promise, resolve, _ = Promise.with_resolvers()
    impatient = asyncio.ensure_future(promise)
    patient = asyncio.ensure_future(promise.then(lambda value: value + 1))
    await turns()
    impatient.cancel()
    await turns()
    assert impatient.cancelled()
    resolve(1)
    assert await patient == 2
    assert await promise == 1


async def test_a_timeout_leaves_the_awaited_coroutine_running() -> None:
    event = asyncio.Event()
    promise = Promise.resolve(event.wait())
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(promise, 0)
    event.set()
    assert await promise is True


async def test_cancelled_error_is_a_reason_like_any_other() -> None:
    assert await Promise.reject(asyncio.CancelledError()).catch(lambda _: "caught") == "caught"


async def test_awaiting_a_promise_rejected_with_cancelled_error_cancels_the_task() -> None:
    task = asyncio.ensure_future(Promise.reject(asyncio.CancelledError()))
    await turns()
    assert task.cancelled()


async def test_stop_iteration_reaches_handlers_and_a_runtime_error_who_awaits() -> None:
    reason = StopIteration("value")
    assert await Promise.reject(reason).catch(lambda caught: [caught]) == [reason]
    error = await reason_of(Promise.resolve(()).then(lambda empty: next(iter(empty))))
    assert isinstance(error, RuntimeError)
    assert isinstance(error.__cause__, StopIteration)


# Rejections that nobody handles


async def test_an_unhandled_rejection_is_reported_once(reports: list[dict[str, Any]]) -> None:
    promise = Promise.reject(ERROR)
    await turns()
    assert reports == [
        {
            "message": "Promise rejection was never handled",
            "exception": ERROR,
            "promise": promise,
        }
    ]
    reports.clear()


async def test_only_the_end_of_an_unhandled_chain_is_reported(
    reports: list[dict[str, Any]],
) -> None:
    end: Promise[Any] = Promise.reject(ERROR).then(throw).finally_(lambda: None)
    await turns()
    assert [report["promise"] for report in reports] == [end]
    reports.clear()


async def test_each_unhandled_branch_is_reported(reports: list[dict[str, Any]]) -> None:
    promise = Promise.reject(ERROR)
    promise.catch(lambda _: None)
    branch: Promise[Any] = promise.then(throw)
    await turns()
    assert [report["promise"] for report in reports] == [branch]
    reports.clear()


async def test_a_handler_attached_in_the_same_turn_keeps_a_rejection_silent() -> None:
    promise = Promise.reject(ERROR)
    Promise.resolve().then(lambda _: promise.catch(type))


async def test_a_rejection_that_is_adopted_is_silent() -> None:
    adopting = Promise.resolve().then(lambda _: Promise.reject(ERROR))
    assert await adopting.catch(type) is ValueError


@pytest.mark.parametrize(
    "wait", [lambda p: p, asyncio.gather, asyncio.shield, lambda p: asyncio.wait_for(p, 60)]
)
async def test_awaiting_handles_a_rejection(wait: Callable[[Any], Awaitable[Any]]) -> None:
    assert await reason_of(wait(Promise.reject(ERROR))) is ERROR
    later: Promise[Any] = Promise.resolve(asyncio.sleep(0)).then(lambda _: throw(ERROR))
    assert await reason_of(wait(later)) is ERROR


async def test_combinators_handle_the_rejections_they_leave_out() -> None:
    rejections = [Promise.reject(ERROR), Promise.reject(KeyError())]
    assert await reason_of(Promise.all(rejections)) is ERROR
    assert await Promise.any([1, *rejections]) == 1


# KeyboardInterrupt and SystemExit


@pytest.mark.parametrize("exit_", [KeyboardInterrupt, SystemExit])
def test_an_exit_rejects_leaves_the_loop_and_loses_no_job(exit_: type[BaseException]) -> None:
    log: list[Any] = []

    async def start() -> None:
        promise = Promise.resolve(exit_())
        caught = promise.then(throw).catch(lambda reason: log.append(type(reason)))
        caught.then(lambda _: log.append("last"))
        promise.then(lambda _: log.append("next"))
        await turns()

    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _, context: log.append(context))
    try:
        with pytest.raises(exit_):
            loop.run_until_complete(start())
        assert log == []
        loop.run_until_complete(turns())
        assert log == ["next", exit_, "last"]
    finally:
        loop.close()


@pytest.mark.parametrize("exit_", [KeyboardInterrupt, SystemExit])
async def test_an_exit_leaves_the_executor(
    exit_: type[BaseException], reports: list[dict[str, Any]]
) -> None:
    def executor(resolve: Callable[..., None], reject: object) -> None:
        resolve(1)
        raise exit_

    with pytest.raises(exit_):
        Promise(executor)
