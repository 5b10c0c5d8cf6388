"""When a promise settles, and when its handlers run."""

import asyncio
import contextvars
from collections.abc import Callable
from legacy_style.promises.promise import Promise
from typing import Any

import pytest

from promises import ERROR, pending, reason_of, throw, turns

# Settling


async def test_the_executor_runs_at_once() -> None:
    log: list[str] = []
    Promise(lambda resolve, reject: log.append("executor"))
    log.append("after")
    assert log == ["executor", "after"]


async def test_only_the_first_decision_counts() -> None:
    promise, resolve, reject = Promise.with_resolvers()
    resolve(1)
    resolve(2)
    reject(ERROR)
    assert await promise == 1


async def test_a_promise_that_waits_for_another_is_decided_already() -> None:
    first, _, _ = Promise.with_resolvers()
    second, resolve, _ = Promise.with_resolvers()
    resolve(first)
    resolve("too late")
    await turns()
    assert repr(second) == "<Promise pending>"


async def test_an_executor_that_raises_rejects() -> None:
    assert await reason_of(Promise(lambda resolve, reject: throw(ERROR))) is ERROR


async def test_an_executor_that_raises_after_it_decided_changes_nothing() -> None:
    def executor(resolve: Callable[..., None], reject: object) -> None:
        resolve(1)
        raise ERROR

    assert await Promise(executor) == 1


async def test_a_promise_cannot_wait_for_itself() -> None:
    promise, resolve, _ = Promise.with_resolvers()
    resolve(promise)
    assert isinstance(await reason_of(promise), TypeError)


async def test_resolving_without_a_value_fulfils_with_none() -> None:
    promise, resolve, _ = Promise.with_resolvers()
    resolve()
    assert await promise is None
    assert await Promise.resolve() is None


async def test_resolve_returns_a_promise_as_it_is() -> None:
    promise = Promise.resolve(1)
    assert Promise.resolve(promise) is promise


async def test_the_representation_tells_the_state() -> None:
    rejected = Promise.reject(ERROR)
    assert await reason_of(rejected) is ERROR
    assert repr(pending()) == "<Promise pending>"
    assert repr(Promise.resolve(1)) == "<Promise fulfilled: 1>"
    assert repr(rejected) == "<Promise rejected: ValueError('no')>"


@pytest.mark.parametrize("reason", ["no", None, ValueError])
async def test_a_reason_that_is_no_exception_becomes_a_type_error(reason: Any) -> None:
    error = await reason_of(Promise.reject(reason))
    assert isinstance(error, TypeError)
    assert repr(reason) in str(error)


# Handlers


async def test_handlers_run_later_in_the_order_of_their_registration() -> None:
    log: list[str] = []
    promise, resolve, _ = Promise.with_resolvers()
    promise.then(lambda _: log.append("first"))
    promise.then(lambda _: log.append("second"))
    resolve()
    promise.then(lambda _: log.append("third"))
    log.append("code")
    await promise.then(lambda _: log.append("fourth"))
    assert log == ["code", "first", "second", "third", "fourth"]


async def test_all_handlers_of_a_chain_run_in_one_turn_of_the_loop() -> None:
    promise = Promise.resolve(0)
    for _ in range(100):
        promise = promise.then(lambda count: count + 1)
    await asyncio.sleep(0)
    assert repr(promise) == "<Promise fulfilled: 100>"


async def test_an_adopted_promise_settles_its_follower_two_jobs_later() -> None:
    log: list[Any] = []
    Promise.resolve().then(lambda _: Promise.resolve("adopted")).then(log.append)

    def count(number: int) -> int:
        log.append(number)
        return number + 1

    await Promise.resolve(1).then(count).then(count).then(count).then(count)
    assert log == [1, 2, 3, "adopted", 4]


async def test_a_missing_handler_lets_the_outcome_through() -> None:
    no_function: Any = 5
    assert await Promise.resolve(1).then(None, throw).then(no_function).catch(throw) == 1
    assert await reason_of(Promise.reject(ERROR).then(throw).then()) is ERROR


async def test_a_handler_that_returns_settles_a_rejection() -> None:
    assert await Promise.reject(ERROR).catch(lambda reason: [reason]) == [ERROR]


async def test_a_handler_that_raises_rejects_the_promise_of_then() -> None:
    assert await reason_of(Promise.resolve(ERROR).then(throw)) is ERROR


async def test_finally_passes_on_the_outcome_and_ignores_what_its_handler_returns() -> None:
    assert await Promise.resolve(1).finally_(lambda: 2) == 1
    assert await reason_of(Promise.reject(ERROR).finally_(lambda: 2)) is ERROR


async def test_finally_waits_for_what_its_handler_returns() -> None:
    cleaned, resolve, _ = Promise.with_resolvers()
    promise = Promise.resolve(1).finally_(lambda: cleaned)
    await turns()
    assert repr(promise) == "<Promise pending>"
    resolve()
    assert await promise == 1


@pytest.mark.parametrize("fails", [throw, Promise.reject])
async def test_finally_is_rejected_when_its_handler_fails(fails: Callable[..., Any]) -> None:
    assert await reason_of(Promise.resolve(1).finally_(lambda: fails(ERROR))) is ERROR
    assert await reason_of(Promise.reject(KeyError()).finally_(lambda: fails(ERROR))) is ERROR


async def test_a_handler_runs_in_the_context_of_its_then() -> None:
    variable = contextvars.ContextVar("variable", default="none")
    promise, resolve, _ = Promise.with_resolvers()
    variable.set("at then")
    read = promise.then(lambda _: variable.get())
    variable.set("at resolve")
    resolve()
    assert await read == "at then"


async def test_what_a_handler_sets_in_its_context_stays_there() -> None:
    variable = contextvars.ContextVar("variable", default="none")
    await Promise.resolve("handler").then(variable.set).then(lambda _: None)
    assert variable.get() == "none"
