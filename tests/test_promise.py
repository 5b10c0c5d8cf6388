"""What a Promise promises, beyond what the Promises/A+ suite and the comparison of orders test."""

import asyncio
import contextvars
import gc
import threading
import tracemalloc
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import AggregateError, Promise, Settled, run
from types import SimpleNamespace
from typing import Any, NoReturn
from unittest.mock import Mock

import pytest

from compare.engine.loop import EventLoop

ERROR = ValueError("no")


@pytest.fixture(autouse=True)
async def reports() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop's exception handler was told; a test takes out what it expects."""
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    yield told
    await turns()
    assert told == []


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def pending() -> Promise[Any]:
    return Promise(lambda resolve, reject: None)


def throw(error: BaseException) -> NoReturn:
    raise error


async def reason_of(promise: Awaitable[Any]) -> BaseException:
    try:
        value = await promise
    except BaseException as error:
        return error
    raise AssertionError(f"fulfilled with {value!r}")


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
