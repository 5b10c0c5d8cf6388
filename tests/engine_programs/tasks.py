"""Programs of tasks, timeouts, callbacks and generators. Readable by Python 3.6."""

import asyncio
import types
import warnings
from typing import TYPE_CHECKING, Any

from engine_programs.primitives import together, turns
from engine_programs.this_python import TimedOut, aio, all_tasks, current_task, now

try:
    import contextvars
except ImportError:  # Python 3.6
    contextvars = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator


async def sleeper(world: Any, name: Any, delay: float, error: Any = None) -> Any:
    try:
        await aio.sleep(delay)
        if error is not None:
            raise error
    except aio.CancelledError:
        world.say(name, "cancelled at", now().time())
        raise
    world.say(name, "slept until", now().time())
    return name


async def sleeps_end_in_order_of_time(world: Any) -> Any:
    delays = [0.3, 0, 2, 0.1, -1, 0.2]
    return await together(sleeper(world, delay, delay) for delay in delays)


async def sleep_gives_its_result(world: Any) -> Any:
    return [await aio.sleep(1, "x"), await aio.sleep(0, result="y"), now().time()]


async def sleeping_for_ever_hangs(world: Any) -> None:
    world.say("now")
    await now().create_future()


async def gather_raises_the_first_error_and_lets_the_rest_go_on(world: Any) -> None:
    good = aio.ensure_future(sleeper(world, "good", 3))
    try:
        await aio.gather(good, sleeper(world, "bad", 1, ValueError("no")), turns(3))
    except ValueError as error:
        world.say("raised", error, good.done())
    world.say(await good)


async def gather_returns_exceptions(world: Any) -> Any:
    bad = sleeper(world, "bad", 1, ValueError("no"))
    return await aio.gather(bad, turns(1), return_exceptions=True)


async def gather_is_cancelled(world: Any) -> None:
    both = aio.gather(sleeper(world, 1, 1), sleeper(world, 2, 2))
    await aio.sleep(0.5)
    world.say(both.cancel())
    try:
        await both
    except aio.CancelledError:
        world.say("cancelled", both.cancelled())


async def wait_has_three_modes(world: Any) -> None:
    for mode in (aio.FIRST_COMPLETED, aio.FIRST_EXCEPTION, aio.ALL_COMPLETED):
        tasks = [
            aio.ensure_future(sleeper(world, 1, 1)),
            aio.ensure_future(sleeper(world, 2, 2, OSError("bad"))),
            aio.ensure_future(sleeper(world, 3, 3)),
        ]
        done, pending = await aio.wait(tasks, return_when=mode)
        world.say(mode, [task in done for task in tasks], len(pending))
        for task in tasks:  # not in pending, a set, in whose order asyncio cancels
            task.cancel()
        await aio.gather(*tasks, return_exceptions=True)


async def wait_has_a_timeout(world: Any) -> None:
    tasks = [aio.ensure_future(sleeper(world, number, number)) for number in (1, 5)]
    for timeout in (0, 3, 10):
        done, pending = await aio.wait(tasks, timeout=timeout)
        world.say(now().time(), len(done), len(pending))


async def wait_for_gives_up(world: Any) -> None:
    for timeout in (None, 2, 1.5, 0.5, 0, -1):
        try:
            world.say(timeout, await aio.wait_for(sleeper(world, "inner", 1), timeout))
        except TimedOut:
            world.say(timeout, "timed out", now().time())


async def wait_for_is_cancelled(world: Any) -> None:
    task = aio.ensure_future(aio.wait_for(sleeper(world, "inner", 5), 9))
    await aio.sleep(1)
    task.cancel()
    try:
        await task
    except aio.CancelledError:
        world.say("cancelled")


async def shield_keeps_the_inner_task(world: Any) -> Any:
    inner = aio.ensure_future(sleeper(world, "inner", 2))

    async def outer() -> None:
        await aio.shield(inner)

    task = aio.ensure_future(outer())
    await aio.sleep(1)
    task.cancel()
    try:
        await task
    except aio.CancelledError:
        world.say("outer cancelled", inner.done())
    return await inner


async def as_completed_gives_what_ends_first(world: Any) -> None:
    sleepers = [sleeper(world, number, number) for number in (3, 1, 2)]
    try:
        for first in aio.as_completed(sleepers, timeout=2.5):
            world.say("first", await first)
    except TimedOut:
        world.say("timed out", now().time())


async def a_timeout_ends_its_block(world: Any) -> None:
    if hasattr(aio, "timeout"):
        try:
            async with aio.timeout(1) as outer:
                world.say(outer.when())
                async with aio.timeout_at(5) as inner:
                    await sleeper(world, "inside", 3)
        except TimeoutError:
            world.say(now().time(), outer.expired(), inner.expired())
        async with aio.timeout(1) as extended:
            extended.reschedule(9)
            await sleeper(world, "extended", 3)
        async with aio.timeout(0):
            await sleeper(world, "never", 1)


async def a_task_group_waits_for_all(world: Any) -> Any:
    if hasattr(aio, "TaskGroup"):
        async with aio.TaskGroup() as group:
            tasks = [group.create_task(sleeper(world, name, 3 - name)) for name in range(3)]
            world.say("started")
        return [task.result() for task in tasks]
    return None


async def a_task_group_cancels_the_rest(world: Any) -> None:
    if hasattr(aio, "TaskGroup"):
        try:
            async with aio.TaskGroup() as group:
                group.create_task(sleeper(world, "good", 5))  # of two, asyncio takes either first
                group.create_task(sleeper(world, "bad", 1, KeyError("x")))
                group.create_task(sleeper(world, "worse", 1, OSError("y")))
                await sleeper(world, "body", 9)
        except BaseExceptionGroup as errors:
            world.say(errors)


async def a_task_is_cancelled_twice(world: Any) -> Any:
    async def stubborn() -> str:
        for number in range(2):
            try:
                await aio.sleep(5)
            except aio.CancelledError:
                world.say("cancelled", number)
        return "survived"

    task = aio.ensure_future(stubborn())
    await turns(1)
    world.say(task.cancel(), task.cancel())
    await turns(1)
    world.say(task.cancel())
    await aio.wait([task])
    world.say(task.cancelled(), task.cancel())
    return task.result()


async def a_task_is_cancelled_before_it_starts(world: Any) -> None:
    task = aio.ensure_future(sleeper(world, "never", 1))
    task.cancel()
    await turns(1)
    world.say(task.cancelled())


async def the_program_cancels_itself(world: Any) -> None:
    current_task().cancel()
    world.say("goes on until it waits")
    await turns(1)


async def an_await_of_a_cancelled_future_cancels(world: Any) -> None:
    future = now().create_future()
    now().call_later(1, future.cancel)
    await future


async def tasks_know_each_other(world: Any) -> None:
    async def child() -> None:
        world.say(current_task() is task, len(all_tasks()))

    task = aio.ensure_future(child())
    world.say(len(all_tasks()), task in all_tasks())
    await task
    world.say(len(all_tasks()), task in all_tasks())


async def tasks_have_names(world: Any) -> None:
    if hasattr(aio.Task, "set_name"):
        named = aio.create_task(turns(1), name="named")
        unnamed = aio.create_task(turns(1))
        world.say(named.get_name(), unnamed.get_name() != current_task().get_name())
        unnamed.set_name("now named")
        world.say(unnamed.get_name())
        await aio.gather(named, unnamed)


async def context_variables_are_copied_by_tasks(world: Any) -> None:
    if contextvars is not None:
        variable = contextvars.ContextVar("variable", default="unset")

        async def child(value: str) -> None:
            world.say(value, "starts with", variable.get())
            variable.set(value)
            await turns(1)
            world.say(value, "keeps", variable.get())

        variable.set("parent's")
        await aio.gather(child("one"), child("two"))
        loop = now()
        loop.call_soon(lambda: world.say("callback sees", variable.get()))
        loop.call_later(1, lambda: world.say("timer sees", variable.get()))
        variable.set("changed")
        await aio.sleep(2)
        if hasattr(aio, "TaskGroup"):  # and so context=
            context = contextvars.copy_context()
            await aio.create_task(child("given"), context=context)
            world.say(variable.get(), context[variable])
            loop.call_soon(lambda: world.say("callback sees", variable.get()), context=context)
            await turns(1)


async def eager_tasks_start_when_made(world: Any) -> None:
    if hasattr(aio, "eager_task_factory"):
        parent = current_task()
        now().set_task_factory(aio.eager_task_factory)

        async def child(name: str, number: int) -> str:
            world.say(name, "starts", current_task() is not parent)
            await turns(number)
            world.say(name, "ends")
            return name

        task = aio.create_task(child("at once", 0), name="at once")
        world.say(task.done(), task.get_name())
        world.say(await aio.gather(task, child("soon", 1), child("later", 2)))
        async with aio.TaskGroup() as group:
            group.create_task(child("grouped", 1), name="grouped")
            world.say("in the group")


async def a_task_factory_makes_the_tasks(world: Any) -> None:
    def factory(loop: Any, coro: Any, **kwargs: Any) -> Any:
        world.say("makes", sorted(kwargs))
        return aio.Task(coro, loop=loop, **kwargs)

    loop = now()
    loop.set_task_factory(factory)
    world.say(loop.get_task_factory() is factory)
    await aio.ensure_future(turns(1))
    await aio.gather(turns(1), turns(2))
    loop.set_task_factory(None)
    await aio.ensure_future(turns(1))


async def callbacks_run_in_order_and_can_be_cancelled(world: Any) -> None:
    loop = now()
    loop.call_soon(world.say, 1)
    loop.call_later(0, world.say, "late")
    loop.call_at(loop.time() - 5, world.say, "overdue")
    handle = loop.call_soon(world.say, "never")
    loop.call_soon(world.say, 2)
    loop.call_soon(handle.cancel)
    loop.call_soon(lambda: loop.call_soon(world.say, 4))
    last = loop.call_soon(world.say, "nor this")
    loop.call_soon_threadsafe(world.say, 3)
    last.cancel()
    for _ in range(4):
        await aio.sleep(0)
        world.say("turn")


async def timers_fire_in_order_and_can_be_cancelled(world: Any) -> None:
    loop = now()
    loop.call_later(2, world.say, "two")
    never = loop.call_at(1.5, world.say, "never")
    loop.call_at(1, world.say, "one")
    loop.call_later(1.2, never.cancel)
    loop.call_later(1e-12, world.say, "at once")
    await aio.sleep(3)
    world.say(loop.time())


async def callbacks_of_futures_run_soon(world: Any) -> None:
    future = now().create_future()
    future.add_done_callback(lambda future: world.say("first", future.result()))
    removed = lambda future: world.say("never")  # noqa: E731  # to be removed, it needs a name
    future.add_done_callback(removed)
    future.add_done_callback(lambda future: world.say("second", future.done()))
    world.say(future.remove_done_callback(removed))
    future.set_result(7)
    future.add_done_callback(lambda future: world.say("third"))
    world.say("set", await future)
    await turns(1)


async def exceptions_in_callbacks_go_to_the_handler(world: Any) -> None:
    def fail(error: Any) -> None:
        raise error

    def handler(loop: Any, context: Any) -> None:
        world.say("handles", type(context["exception"]).__name__)
        if isinstance(context["exception"], KeyError):
            raise OSError("in the handler")

    loop = now()
    loop.set_exception_handler(handler)
    loop.call_soon(fail, ValueError("x"))
    loop.call_soon(fail, KeyError("y"))
    loop.call_soon(world.say, "after")
    await turns(1)
    world.say(loop.get_exception_handler() is handler)
    loop.call_exception_handler({"message": "by hand", "exception": EOFError()})


async def an_async_generator_is_finalized_when_dropped(world: Any) -> None:
    async def numbers() -> "AsyncIterator[int]":
        try:
            yield 1
            yield 2
        finally:
            world.say("closing")
            await turns(1)
            world.say("closed")

    async for number in numbers():
        world.say(number)
        break
    now().call_soon(world.say, "next turn")
    for number in range(5):
        await aio.sleep(0)
        world.say("turn", number)


async def an_async_generator_is_closed_by_hand(world: Any) -> None:
    async def numbers() -> "AsyncIterator[int]":
        try:
            while True:
                got = yield 1
                world.say("got", got)
        except ValueError as error:
            world.say("caught", error)
            yield 2
        finally:
            world.say("closed")

    generator: Any = numbers()
    world.say(await generator.__anext__(), await generator.asend("sent"))
    world.say(await generator.athrow(ValueError("thrown")))
    await generator.aclose()


async def generators_are_coroutines(world: Any) -> Any:
    @types.coroutine
    def child(name: str) -> "Generator[Any, Any, str]":
        world.say(name, "starts")
        yield from aio.sleep(1).__await__()
        yield
        return name

    result = await child("one")
    return result, await aio.gather(child("two"), child("three"))


async def decorated_generators_are_coroutines(world: Any) -> Any:
    if hasattr(aio, "coroutine"):

        def child(name: str) -> "Generator[Any, Any, Any]":
            yield from aio.sleep(1)
            try:
                yield from aio.wait_for(now().create_future(), 1)
            except TimedOut:
                return (name, now().time())

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            coroutine = aio.coroutine(child)
        return await together([coroutine("a"), coroutine("b")])
    return None


async def a_yielded_value_that_is_no_future_is_an_error(world: Any) -> None:
    @types.coroutine
    def bad() -> "Generator[Any, Any, None]":
        yield 5

    await bad()


async def the_loop_is_the_running_one(world: Any) -> Any:
    loop = now()
    same = aio._get_running_loop() is loop and aio.ensure_future(turns(0))._loop is loop
    return same, loop.is_running(), loop.is_closed(), loop.get_debug()


async def futures_refuse_a_second_result(world: Any) -> None:
    future = now().create_future()
    future.set_exception(ValueError("x"))
    world.say(repr(future.exception()).startswith("ValueError"))
    future.set_result(1)


PROGRAMS = [
    program
    for name, program in sorted(globals().items())
    if asyncio.iscoroutinefunction(program) and name not in ("turns", "sleeper")
]
