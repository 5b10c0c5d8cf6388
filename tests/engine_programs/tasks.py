"""Programs of tasks, timeouts, callbacks and generators. Readable by Python 3.6."""

import asyncio
import sys
import types
from typing import TYPE_CHECKING, Any

from engine_programs.primitives import turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

current_task = asyncio.current_task if sys.version_info >= (3, 7) else asyncio.Task.current_task
all_tasks = asyncio.all_tasks if sys.version_info >= (3, 7) else asyncio.Task.all_tasks
loop_of_now = asyncio.get_event_loop


async def sleeper(world: "Any", name: "Any", delay: float, error: "Any" = None) -> "Any":
    try:
        await asyncio.sleep(delay)
        if error is not None:
            raise error
    except asyncio.CancelledError:
        world.say(name, "cancelled at", loop_of_now().time())
        raise
    world.say(name, "slept until", loop_of_now().time())
    return name


async def sleeps_end_in_order_of_time(world: "Any") -> "Any":
    delays = [0.3, 0, 2, 0.1, -1, 0.2]
    return await asyncio.gather(*[sleeper(world, delay, delay) for delay in delays])


async def sleep_gives_its_result(world: "Any") -> "Any":
    return [await asyncio.sleep(1, "x"), await asyncio.sleep(0, result="y"), loop_of_now().time()]


async def sleeping_for_ever_hangs(world: "Any") -> None:
    world.say("now")
    await loop_of_now().create_future()


async def gather_raises_the_first_error_and_lets_the_rest_go_on(world: "Any") -> None:
    good = asyncio.ensure_future(sleeper(world, "good", 3))
    try:
        await asyncio.gather(good, sleeper(world, "bad", 1, ValueError("no")), turns(3))
    except ValueError as error:
        world.say("raised", error, good.done())
    world.say(await good)


async def gather_returns_exceptions(world: "Any") -> "Any":
    bad = sleeper(world, "bad", 1, ValueError("no"))
    return await asyncio.gather(bad, turns(1), return_exceptions=True)


async def gather_is_cancelled(world: "Any") -> None:
    both = asyncio.gather(sleeper(world, 1, 1), sleeper(world, 2, 2))
    await asyncio.sleep(0.5)
    world.say(both.cancel())
    try:
        await both
    except asyncio.CancelledError:
        world.say("cancelled", both.cancelled())


async def wait_has_three_modes(world: "Any") -> None:
    for mode in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = [
            asyncio.ensure_future(sleeper(world, 1, 1)),
            asyncio.ensure_future(sleeper(world, 2, 2, OSError("bad"))),
            asyncio.ensure_future(sleeper(world, 3, 3)),
        ]
        done, pending = await asyncio.wait(tasks, return_when=mode)
        world.say(mode, [task in done for task in tasks], len(pending))
        for task in tasks:  # not in pending, a set, in whose order asyncio cancels
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def wait_has_a_timeout(world: "Any") -> None:
    tasks = [asyncio.ensure_future(sleeper(world, number, number)) for number in (1, 5)]
    for timeout in (0, 3, 10):
        done, pending = await asyncio.wait(tasks, timeout=timeout)
        world.say(loop_of_now().time(), len(done), len(pending))


async def wait_for_gives_up(world: "Any") -> None:
    for timeout in (None, 2, 1.5, 0.5, 0, -1):
        try:
            world.say(timeout, await asyncio.wait_for(sleeper(world, "inner", 1), timeout))
        except asyncio.TimeoutError:
            world.say(timeout, "timed out", loop_of_now().time())


async def wait_for_is_cancelled(world: "Any") -> None:
    task = asyncio.ensure_future(asyncio.wait_for(sleeper(world, "inner", 5), 9))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        world.say("cancelled")


async def shield_keeps_the_inner_task(world: "Any") -> "Any":
    inner = asyncio.ensure_future(sleeper(world, "inner", 2))

    async def outer() -> None:
        await asyncio.shield(inner)

    task = asyncio.ensure_future(outer())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        world.say("outer cancelled", inner.done())
    return await inner


async def as_completed_gives_what_ends_first(world: "Any") -> None:
    sleepers = [sleeper(world, number, number) for number in (3, 1, 2)]
    try:
        for first in asyncio.as_completed(sleepers, timeout=2.5):
            world.say("first", await first)
    except asyncio.TimeoutError:
        world.say("timed out", loop_of_now().time())


async def a_timeout_ends_its_block(world: "Any") -> None:
    if sys.version_info >= (3, 11):
        try:
            async with asyncio.timeout(1) as outer:
                world.say(outer.when())
                async with asyncio.timeout_at(5) as inner:
                    await sleeper(world, "inside", 3)
        except TimeoutError:
            world.say(loop_of_now().time(), outer.expired(), inner.expired())
        async with asyncio.timeout(1) as extended:
            extended.reschedule(9)
            await sleeper(world, "extended", 3)
        async with asyncio.timeout(0):
            await sleeper(world, "never", 1)


async def a_task_group_waits_for_all(world: "Any") -> "Any":
    if sys.version_info >= (3, 11):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(sleeper(world, name, 3 - name)) for name in range(3)]
            world.say("started")
        return [task.result() for task in tasks]
    return None


async def a_task_group_cancels_the_rest(world: "Any") -> None:
    if sys.version_info >= (3, 11):
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(sleeper(world, "good", 5))  # of two, asyncio takes either first
                group.create_task(sleeper(world, "bad", 1, KeyError("x")))
                group.create_task(sleeper(world, "worse", 1, OSError("y")))
                await sleeper(world, "body", 9)
        except BaseExceptionGroup as errors:  # noqa: F821  # in builtins from 3.11 on
            world.say(errors)


async def a_task_is_cancelled_twice(world: "Any") -> "Any":
    async def stubborn() -> str:
        for number in range(2):
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                world.say("cancelled", number)
        return "survived"

    task = asyncio.ensure_future(stubborn())
    await turns(1)
    world.say(task.cancel(), task.cancel())
    await turns(1)
    world.say(task.cancel())
    await asyncio.wait([task])
    world.say(task.cancelled(), task.cancel())
    return task.result()


async def a_task_is_cancelled_before_it_starts(world: "Any") -> None:
    task = asyncio.ensure_future(sleeper(world, "never", 1))
    task.cancel()
    await turns(1)
    world.say(task.cancelled())


async def the_program_cancels_itself(world: "Any") -> None:
    current_task().cancel()  # type: ignore[union-attr]
    world.say("goes on until it waits")
    await turns(1)


async def an_await_of_a_cancelled_future_cancels(world: "Any") -> None:
    future = loop_of_now().create_future()
    loop_of_now().call_later(1, future.cancel)
    await future


async def tasks_know_each_other(world: "Any") -> None:
    async def child() -> None:
        world.say(current_task() is task, len(all_tasks()))

    task = asyncio.ensure_future(child())
    world.say(len(all_tasks()), task in all_tasks())
    await task
    world.say(len(all_tasks()), task in all_tasks())


async def tasks_have_names(world: "Any") -> None:
    if sys.version_info >= (3, 8):
        named = asyncio.create_task(turns(1), name="named")
        unnamed = asyncio.create_task(turns(1))
        world.say(named.get_name(), unnamed.get_name() != current_task().get_name())  # type: ignore[union-attr]
        unnamed.set_name("now named")
        world.say(unnamed.get_name())
        await asyncio.gather(named, unnamed)


async def context_variables_are_copied_by_tasks(world: "Any") -> None:
    if sys.version_info >= (3, 7):
        import contextvars

        variable = contextvars.ContextVar("variable", default="unset")

        async def child(value: str) -> None:
            world.say(value, "starts with", variable.get())
            variable.set(value)
            await turns(1)
            world.say(value, "keeps", variable.get())

        variable.set("parent's")
        await asyncio.gather(child("one"), child("two"))
        loop = loop_of_now()
        loop.call_soon(lambda: world.say("callback sees", variable.get()))
        loop.call_later(1, lambda: world.say("timer sees", variable.get()))
        variable.set("changed")
        await asyncio.sleep(2)
        if sys.version_info >= (3, 11):
            context = contextvars.copy_context()
            await asyncio.create_task(child("given"), context=context)
            world.say(variable.get(), context[variable])
            loop.call_soon(lambda: world.say("callback sees", variable.get()), context=context)
            await turns(1)


async def eager_tasks_start_when_made(world: "Any") -> None:
    if sys.version_info >= (3, 12):
        parent = asyncio.current_task()
        loop_of_now().set_task_factory(asyncio.eager_task_factory)

        async def child(name: str, number: int) -> str:
            world.say(name, "starts", asyncio.current_task() is not parent)
            await turns(number)
            world.say(name, "ends")
            return name

        task = asyncio.create_task(child("at once", 0), name="at once")
        world.say(task.done(), task.get_name())
        world.say(await asyncio.gather(task, child("soon", 1), child("later", 2)))
        async with asyncio.TaskGroup() as group:
            group.create_task(child("grouped", 1), name="grouped")
            world.say("in the group")


async def a_task_factory_makes_the_tasks(world: "Any") -> None:
    def factory(loop: "Any", coro: "Any", **kwargs: "Any") -> "Any":
        world.say("makes", sorted(kwargs))
        return asyncio.Task(coro, loop=loop, **kwargs)

    loop = loop_of_now()
    loop.set_task_factory(factory)
    world.say(loop.get_task_factory() is factory)
    await asyncio.ensure_future(turns(1))
    await asyncio.gather(turns(1), turns(2))
    loop.set_task_factory(None)
    await asyncio.ensure_future(turns(1))


async def callbacks_run_in_order_and_can_be_cancelled(world: "Any") -> None:
    loop = loop_of_now()
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
        await asyncio.sleep(0)
        world.say("turn")


async def timers_fire_in_order_and_can_be_cancelled(world: "Any") -> None:
    loop = loop_of_now()
    loop.call_later(2, world.say, "two")
    never = loop.call_at(1.5, world.say, "never")
    loop.call_at(1, world.say, "one")
    loop.call_later(1.2, never.cancel)
    loop.call_later(1e-12, world.say, "at once")
    await asyncio.sleep(3)
    world.say(loop.time())


async def callbacks_of_futures_run_soon(world: "Any") -> None:
    future = loop_of_now().create_future()
    future.add_done_callback(lambda future: world.say("first", future.result()))
    removed = lambda future: world.say("never")  # noqa: E731  # to be removed, it needs a name
    future.add_done_callback(removed)
    future.add_done_callback(lambda future: world.say("second", future.done()))
    world.say(future.remove_done_callback(removed))
    future.set_result(7)
    future.add_done_callback(lambda future: world.say("third"))
    world.say("set", await future)
    await turns(1)


async def exceptions_in_callbacks_go_to_the_handler(world: "Any") -> None:
    def fail(error: "Any") -> None:
        raise error

    def handler(loop: "Any", context: "Any") -> None:
        world.say("handles", type(context["exception"]).__name__)
        if isinstance(context["exception"], KeyError):
            raise OSError("in the handler")

    loop = loop_of_now()
    loop.set_exception_handler(handler)
    loop.call_soon(fail, ValueError("x"))
    loop.call_soon(fail, KeyError("y"))
    loop.call_soon(world.say, "after")
    await turns(1)
    world.say(loop.get_exception_handler() is handler)
    loop.call_exception_handler({"message": "by hand", "exception": EOFError()})


async def an_async_generator_is_finalized_when_dropped(world: "Any") -> None:
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
    loop_of_now().call_soon(world.say, "next turn")
    for number in range(5):
        await asyncio.sleep(0)
        world.say("turn", number)


async def an_async_generator_is_closed_by_hand(world: "Any") -> None:
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

    generator: "Any" = numbers()
    world.say(await generator.__anext__(), await generator.asend("sent"))
    world.say(await generator.athrow(ValueError("thrown")))
    await generator.aclose()


async def generators_are_coroutines(world: "Any") -> "Any":
    @types.coroutine
    def child(name: str) -> "Generator[Any, Any, str]":
        world.say(name, "starts")
        yield from asyncio.sleep(1).__await__()
        yield
        return name

    result = await child("one")  # type: ignore[misc]
    return result, await asyncio.gather(child("two"), child("three"))


async def decorated_generators_are_coroutines(world: "Any") -> "Any":
    if sys.version_info < (3, 11):
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")

            @asyncio.coroutine
            def child(name):
                yield from asyncio.sleep(1)
                try:
                    yield from asyncio.wait_for(loop_of_now().create_future(), 1)
                except asyncio.TimeoutError:
                    return (name, loop_of_now().time())

        return await asyncio.gather(child("a"), child("b"))
    return None


async def a_yielded_value_that_is_no_future_is_an_error(world: "Any") -> None:
    @types.coroutine
    def bad() -> "Generator[Any, Any, None]":
        yield 5

    await bad()  # type: ignore[misc]


async def the_loop_is_the_running_one(world: "Any") -> "Any":
    loop = loop_of_now()
    same = asyncio._get_running_loop() is loop and asyncio.ensure_future(turns(0))._loop is loop  # type: ignore[attr-defined]
    return same, loop.is_running(), loop.is_closed(), loop.get_debug()


async def futures_refuse_a_second_result(world: "Any") -> None:
    future = loop_of_now().create_future()
    future.set_exception(ValueError("x"))
    world.say(repr(future.exception()).startswith("ValueError"))
    future.set_result(1)


PROGRAMS = [
    program
    for name, program in sorted(globals().items())
    if asyncio.iscoroutinefunction(program) and name not in ("turns", "sleeper")
]
