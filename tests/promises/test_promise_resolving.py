"""What a promise waits for, alone and in combinators."""

import asyncio
import gc
import weakref
from collections.abc import Callable, Generator, Iterator
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import AggregateError, Promise, Settled
from types import SimpleNamespace
from typing import Any, NoReturn
from unittest.mock import Mock

import pytest

from promises import ERROR, pending, reason_of, throw, turns

# Waiting for what is resolved with


async def in_a_coroutine() -> str:
    await asyncio.sleep(0)
    return "value"


@coroutine
def in_a_decorated_generator() -> Generator[Any, None, str]:
    yield from asyncio.sleep(0).__await__()
    return "value"


class InAnAwaitable:
    def __await__(self) -> Generator[Any, None, str]:
        yield
        return "value"


class InAThenable:
    def then(self, resolve: Callable[..., None], reject: object) -> None:
        resolve("value")


def in_a_future() -> "asyncio.Future[str]":
    future = asyncio.get_running_loop().create_future()
    future.get_loop().call_soon(future.set_result, "value")
    return future


AWAITABLES: list[Callable[[], Any]] = [
    lambda: Promise.resolve("value"),
    lambda: Promise.resolve(in_a_coroutine()),
    lambda: asyncio.ensure_future(in_a_coroutine()),
    in_a_coroutine,
    in_a_decorated_generator,
    in_a_future,
    InAnAwaitable,
    InAThenable,
]


@pytest.mark.parametrize("make", AWAITABLES)
async def test_resolving_waits_for_whatever_can_be_awaited(make: Callable[[], Any]) -> None:
    promise, resolve, _ = Promise.with_resolvers()
    resolve(make())
    assert await promise == "value"
    assert await Promise.resolve(make()) == "value"
    assert await Promise.resolve().then(lambda _: make()) == "value"
    assert await Promise.reject(ERROR).catch(lambda _: make()) == "value"
    assert await Promise.try_(make) == "value"
    assert await Promise.all([make(), 1]) == ["value", 1]


async def test_a_failed_coroutine_rejects() -> None:
    async def fail() -> None:
        raise ERROR

    assert await reason_of(Promise.resolve(fail())) is ERROR


async def test_a_cancelled_future_rejects_with_cancelled_error() -> None:
    future = asyncio.get_running_loop().create_future()
    promise = Promise.resolve(future)
    future.cancel()
    assert await promise.catch(type) is asyncio.CancelledError


async def test_a_promise_that_a_coroutine_returns_is_waited_for() -> None:
    async def nested() -> Promise[int]:
        return Promise.resolve(1)

    assert await Promise.resolve(nested()) == 1


async def test_a_task_made_for_a_coroutine_survives_garbage_collection() -> None:
    log: list[str] = []
    waiting: list[weakref.ref[asyncio.Future[None]]] = []

    async def work() -> None:
        future = asyncio.get_running_loop().create_future()
        waiting.append(weakref.ref(future))
        await future
        log.append("worked")

    Promise.resolve(work())
    await turns()
    gc.collect()
    future = waiting[0]()
    assert future is not None
    future.set_result(None)
    await turns()
    assert log == ["worked"]


async def test_a_future_that_is_done_is_let_go() -> None:
    future = in_a_future()
    await Promise.resolve(future)
    gone = weakref.ref(future)
    del future
    gc.collect()
    assert gone() is None


async def test_an_object_with_a_then_is_passed_on_inside_a_tuple() -> None:
    mock = Mock()
    assert await Promise.resolve((mock,)) == (mock,)
    mock.then.assert_not_called()


async def test_a_then_that_is_no_method_makes_no_thenable() -> None:
    value = SimpleNamespace(then="later")
    assert await Promise.resolve(value) is value


async def test_passing_a_value_on_looks_again_whether_it_has_a_then() -> None:
    value = SimpleNamespace()
    promise = Promise.resolve(value)
    value.then = lambda resolve, reject: resolve(1)
    assert await promise.then() == 1


async def test_a_property_then_is_read_at_once_only_once_and_called_later() -> None:
    log: list[str] = []

    class Later:
        @property
        def then(self) -> Callable[..., None]:
            log.append("read")
            return self.call

        def call(self, resolve: Callable[..., None], reject: object) -> None:
            log.append("called")
            resolve(1)

    promise = Promise.resolve(Later())
    log.append("code")
    assert await promise == 1
    assert log == ["read", "code", "called"]


async def test_a_property_then_that_raises_rejects() -> None:
    class Unready:
        @property
        def then(self) -> NoReturn:
            raise ERROR

    assert await reason_of(Promise.resolve(Unready())) is ERROR


async def test_a_thenable_that_raises_after_it_decided_changes_nothing() -> None:
    class Fickle:
        def then(self, resolve: Callable[..., None], reject: Callable[..., None]) -> None:
            resolve(1)
            reject(ERROR)
            raise ERROR

    assert await Promise.resolve(Fickle()) == 1


async def test_a_generator_is_a_value() -> None:
    numbers = (number for number in range(3))
    assert await Promise.resolve(numbers) is numbers


# Combinators


async def test_all_keeps_the_order_of_the_values() -> None:
    late, resolve, _ = Promise.with_resolvers()
    everything = Promise.all(iter([late, 2, in_a_coroutine()]))
    await turns()
    resolve(1)
    assert await everything == [1, 2, "value"]


async def test_all_rejects_with_the_first_reason() -> None:
    assert await reason_of(Promise.all([pending(), Promise.reject(ERROR), throw])) is ERROR


async def test_all_settled_tells_how_each_ended() -> None:
    assert await Promise.all_settled([Promise.reject(ERROR), 1]) == [
        Settled("rejected", reason=ERROR),
        Settled("fulfilled", value=1),
    ]


async def test_any_takes_the_first_value() -> None:
    assert await Promise.any([Promise.reject(ERROR), in_a_coroutine(), InAThenable()]) == "value"


async def test_any_without_a_value_rejects_with_all_reasons_in_order() -> None:
    async def fail_late() -> None:
        await turns()
        raise KeyError

    error = await reason_of(Promise.any([fail_late(), Promise.reject(ERROR)]))
    assert isinstance(error, AggregateError)
    assert [type(reason) for reason in error.errors] == [KeyError, ValueError]


async def test_race_settles_as_the_first() -> None:
    assert await Promise.race([pending(), 1, Promise.reject(ERROR)]) == 1
    assert await reason_of(Promise.race([pending(), Promise.reject(ERROR), 1])) is ERROR


async def test_combinators_of_nothing() -> None:
    assert await Promise.all([]) == []
    assert await Promise.all_settled([]) == []
    error = await reason_of(Promise.any([]))
    assert isinstance(error, AggregateError)
    assert error.errors == []
    race: Promise[Any] = Promise.race([])
    await turns()
    assert repr(race) == "<Promise pending>"


@pytest.mark.parametrize("combine", [Promise.all, Promise.all_settled, Promise.any, Promise.race])
async def test_a_combinator_rejects_when_its_values_cannot_be_iterated(
    combine: Callable[[Any], Promise[Any]],
) -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ERROR

    assert isinstance(await reason_of(combine(1)), TypeError)
    if combine is not Promise.race:
        assert await reason_of(combine(broken())) is ERROR


async def test_try_calls_at_once_and_rejects_with_what_is_raised() -> None:
    calls: list[int] = []
    promise: Promise[Any] = Promise.try_(lambda *numbers: calls.extend(numbers), 1, 2)
    assert calls == [1, 2]
    assert await promise is None
    assert await reason_of(Promise.try_(throw, ERROR)) is ERROR
