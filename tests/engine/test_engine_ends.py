"""How a run ends where the program does not, and what it leaves behind."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from engine_programs.exploring import events, left, run

from off_coroutine.engine import NEVER, Exploration, Limits, World

spawn = asyncio.ensure_future


# Ends that are no outcome


def test_a_hang_names_what_it_waits_for_and_where() -> None:
    async def program(world: Any) -> None:
        await world.op(1)
        await asyncio.Lock().acquire()
        await asyncio.Event().wait()

    trace = run(program, World(op=[NEVER]))
    assert trace.outcome == "hangs: waiting for op(1)"
    trace = run(program)
    assert trace.outcome == "hangs: waiting for nothing"
    assert trace.place.startswith("test_engine_ends.py:")
    assert trace.place.endswith(" in program")


def test_a_loop_that_never_waits_for_its_world_is_busy() -> None:
    async def program(world: Any) -> None:
        await spawn(spin())

    async def spin() -> None:
        while True:
            await asyncio.sleep(0)

    trace = run(program)
    assert trace.outcome == "busy: never waits for its world"
    assert trace.place.endswith(" in program")


def test_callbacks_that_multiply_are_busy() -> None:
    async def program(world: Any) -> None:
        loop = asyncio.get_running_loop()

        def twice() -> None:
            loop.call_soon(twice)
            loop.call_soon(twice)

        twice()
        await world.op()

    assert run(program).outcome == "busy: never waits for its world"


def test_a_program_without_end_is_cut_off() -> None:
    async def program(world: Any) -> None:
        while True:
            await world.op()

    trace = run(program, limits=Limits(decisions=7))
    assert trace.outcome == "goes on after 7 decisions"
    assert trace.bounded


@pytest.mark.parametrize("where", ["in the program", "in a callback", "in a task"])
def test_a_program_that_exits_ends(where: str) -> None:
    async def leave() -> None:
        sys.exit(3)

    async def program(world: Any) -> None:
        if where == "in the program":
            await leave()
        elif where == "in a task":
            task = spawn(leave())
            await world.op(task)
        asyncio.get_running_loop().call_soon(sys.exit, 3)
        await world.op()

    how = "raises" if where == "in the program" else "is stopped by"
    assert run(program).outcome == f"{how} SystemExit(3)"


# What is left behind


async def fail() -> None:
    raise ValueError("no")


def call_back() -> None:
    raise ValueError("no")


async def leave_a_failed_task(world: Any) -> None:
    spawn(fail())
    await asyncio.sleep(1)


async def leave_a_task_that_fails_last(world: Any) -> None:
    spawn(fail())
    await asyncio.sleep(0)


async def drop_a_future(world: Any) -> None:
    asyncio.Future().set_exception(ValueError("no"))


async def leave_a_future_in_a_cycle(world: Any) -> None:
    future: Any = asyncio.Future()
    future.set_exception(ValueError("no"))
    future.itself = future


async def leave_a_gathering(world: Any) -> None:
    both: Any = asyncio.gather(fail(), fail())
    both.itself = [both]
    await asyncio.sleep(1)


async def leave_an_operation(world: Any) -> None:
    operation = world.op()
    await asyncio.wait([operation])


async def fail_in_a_callback(world: Any) -> None:
    asyncio.get_running_loop().call_soon(call_back)
    await asyncio.sleep(0)


async def fail_in_the_last_callback(world: Any) -> None:
    asyncio.get_running_loop().call_soon(call_back)


async def fail_in_the_exception_handler(world: Any) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: call_back())
    asyncio.get_running_loop().call_soon(int, "x")
    await asyncio.sleep(0)


async def fail_in_a_finalizer(world: Any) -> None:
    class Failing:
        def __del__(self) -> None:
            call_back()

    Failing()


@pytest.mark.parametrize(
    "program",
    [
        leave_a_failed_task,
        leave_a_task_that_fails_last,
        drop_a_future,
        leave_a_future_in_a_cycle,
        leave_a_gathering,
        leave_an_operation,
        fail_in_a_callback,
        fail_in_the_last_callback,
        fail_in_the_exception_handler,
        fail_in_a_finalizer,
    ],
)
def test_a_failure_that_nobody_looks_at_is_left_behind(program: Callable[[Any], Any]) -> None:
    trace = run(program, World(op=[ValueError("no")]))
    assert (trace.outcome, left(trace)) == ("returns None", ["unhandled ValueError('no')"])


def test_tasks_that_go_on_are_left_behind() -> None:
    async def program(world: Any) -> None:
        for number in range(3):
            spawn(world.op(number))  # a Future, but no task
            spawn(asyncio.sleep(number))

    assert left(run(program)) == ["3 unfinished task(s)"]


@pytest.mark.parametrize("cycle", [False, True])
def test_a_coroutine_that_was_never_awaited_is_left_behind(cycle: bool) -> None:
    async def program(world: Any) -> None:
        held: list[Any] = [fail()]
        if cycle:
            held.append(held)
        await world.op()

    assert left(run(program)) == ["coroutine 'fail' was never awaited"]


def test_what_is_left_has_no_order() -> None:
    async def program(world: Any, *errors: Exception) -> None:
        for error in errors:
            asyncio.get_running_loop().create_future().set_exception(error)

    programs = {
        "one": lambda world: program(world, KeyError(1), OSError(2)),
        "other": lambda world: program(world, OSError(2), KeyError(1)),
    }
    assert Exploration(programs, World()).prove(10).exhausted


def test_what_is_done_while_the_rest_is_ended_is_not_reported() -> None:
    async def stubborn(world: Any) -> None:
        for _ in range(2):
            try:
                await world.op()
            except asyncio.CancelledError:
                world.say("still here")
                await asyncio.sleep(5)
        raise OSError

    async def generate() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            await asyncio.sleep(1)
            raise EOFError

    async def program(world: Any) -> None:
        spawn(stubborn(world))
        generators.append(generate())
        await generators[0].__anext__()

    generators: list[Any] = []
    assert events(run(program)) == ["asks op()", "ends returns None", "leaves 1 unfinished task(s)"]


def test_a_task_that_catches_everything_is_ended() -> None:
    async def program(world: Any) -> None:
        while True:
            try:
                await asyncio.sleep(1)
            except BaseException:
                world.say("no")

    trace = run(program, limits=Limits(decisions=2, cancellations=0))
    assert trace.says == []


def test_an_exception_handler_of_the_program_gets_its_problems() -> None:
    async def program(world: Any) -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda loop, context: world.say("handles", context["exception"])
        )
        await fail_in_a_callback(world)

    assert events(run(program)) == ["says handles no", "ends returns None"]
