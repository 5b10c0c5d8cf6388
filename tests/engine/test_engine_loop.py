"""What asyncio offers behaves on the engine's event loop as on asyncio's own."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from engine_programs import primitives, tasks
from engine_programs.on_asyncio import on_asyncio
from engine_programs.on_the_engine import on_the_engine
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
PROGRAMS = {program.__name__: program for program in primitives.PROGRAMS + tasks.PROGRAMS}
Program = Callable[[Any], Awaitable[Any]]


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.filterwarnings("ignore")
def test_the_engine_does_what_asyncio_does(name: str, caplog: pytest.LogCaptureFixture) -> None:
    program = PROGRAMS[name]
    assert on_the_engine(program) == on_asyncio(program)


# Programs made up by hypothesis: a worker is a list of steps over shared objects.

Step = tuple[Any, ...]
NUMBER = st.integers(0, 2)
SIMPLE: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("turns"), NUMBER),
    st.tuples(st.just("sleep"), st.integers(1, 3)),
    st.tuples(st.sampled_from(["set", "clear", "wait", "put", "get", "task_done"]), NUMBER),
    st.tuples(st.sampled_from(["answer", "fail", "await"]), NUMBER),
    st.tuples(st.sampled_from(["cancel", "call_soon", "call_later"]), NUMBER),
    st.tuples(st.just("raise")),
)


def nested(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    several = st.lists(steps, max_size=3)
    return st.one_of(
        st.tuples(st.sampled_from(["lock", "semaphore"]), several),
        st.tuples(st.just("catch"), several),
        st.tuples(st.sampled_from(["gather", "group", "first"]), st.lists(several, max_size=2)),
        st.tuples(st.sampled_from(["wait_for", "timeout"]), st.integers(0, 3), several),
        st.tuples(st.sampled_from(["shield", "spawn", "finally"]), several),
    )


STEPS = st.lists(st.recursive(SIMPLE, nested, max_leaves=6), max_size=6)


class Play:
    """Plays the steps of several workers on the running event loop."""

    def __init__(self, world: Any) -> None:
        self.say = world.say
        self.loop = asyncio.get_running_loop()
        self.lock = asyncio.Lock()
        self.semaphore = asyncio.Semaphore(2)
        self.events = [asyncio.Event() for _ in range(3)]
        self.queues: list[asyncio.Queue[str]] = [asyncio.Queue(size) for size in range(3)]
        self.futures = [self.loop.create_future() for _ in range(3)]
        self.tasks: list[asyncio.Task[None]] = []
        self.sleeps = 0

    async def worker(self, name: str, steps: list[Step]) -> None:
        try:
            for number, step in enumerate(steps):
                await self.play(f"{name}.{number}", *step)
            self.say(name, "ends")
        except BaseException as error:
            self.say(name, "leaves with", repr(error))
            raise

    def task(self, name: str, steps: list[Step]) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(self.worker(name, steps))
        self.tasks.append(task)
        return task

    def delay(self, seconds: int) -> float:
        """Return a time of six decimals: the engine's loop keeps nine, and says 0.3 for 0.1 + 0.2.

        Sums of few of them are never equal: timers due together fire in anyone's order.
        """
        self.sleeps += 1
        return seconds + round(math.sin(self.sleeps) / 9, 6)

    async def play(self, name: str, kind: str, *what: Any) -> None:
        self.say(name, kind, round(self.loop.time(), 6))
        await getattr(self, "play_" + kind)(name, *what)

    async def play_turns(self, name: str, number: int) -> None:
        for _ in range(number):
            await asyncio.sleep(0)

    async def play_sleep(self, name: str, seconds: int) -> None:
        await asyncio.sleep(self.delay(seconds))

    async def play_set(self, name: str, number: int) -> None:
        self.events[number].set()

    async def play_clear(self, name: str, number: int) -> None:
        self.events[number].clear()

    async def play_wait(self, name: str, number: int) -> None:
        await self.events[number].wait()

    async def play_put(self, name: str, number: int) -> None:
        await self.queues[number].put(name)

    async def play_get(self, name: str, number: int) -> None:
        self.say(name, "got", await self.queues[number].get())

    async def play_task_done(self, name: str, number: int) -> None:
        self.queues[number].task_done()

    async def play_answer(self, name: str, number: int) -> None:
        self.futures[number].set_result(name)

    async def play_fail(self, name: str, number: int) -> None:
        self.futures[number].set_exception(KeyError(name))

    async def play_await(self, name: str, number: int) -> None:
        self.say(name, "has", await self.futures[number])

    async def play_cancel(self, name: str, number: int) -> None:
        if number < len(self.tasks):
            self.say(name, "cancels", self.tasks[number].cancel())

    async def play_call_soon(self, name: str, number: int) -> None:
        self.loop.call_soon(self.say, name, "called soon")

    async def play_call_later(self, name: str, number: int) -> None:
        seconds = self.delay(number)
        handle = self.loop.call_later(
            seconds if number else -seconds, self.say, name, "called later"
        )
        if number == 2:
            self.loop.call_later(self.delay(1), handle.cancel)

    async def play_raise(self, name: str) -> None:
        raise ValueError(name)

    async def play_lock(self, name: str, steps: list[Step]) -> None:
        async with self.lock:
            await self.worker(name, steps)

    async def play_semaphore(self, name: str, steps: list[Step]) -> None:
        async with self.semaphore:
            await self.worker(name, steps)

    async def play_catch(self, name: str, steps: list[Step]) -> None:
        try:
            await self.worker(name, steps)
        except (Exception, asyncio.CancelledError) as error:
            self.say(name, "caught", repr(error))

    async def play_gather(self, name: str, lists: list[list[Step]]) -> None:
        await asyncio.gather(*[self.task(f"{name}{n}", steps) for n, steps in enumerate(lists)])

    async def play_group(self, name: str, lists: list[list[Step]]) -> None:
        async with asyncio.TaskGroup() as group:
            for steps in lists[:1]:  # it cancels several in the order of a set, which is anyone's
                group.create_task(self.worker(name + "0", steps))

    async def play_first(self, name: str, lists: list[list[Step]]) -> None:
        started = [self.task(f"{name}{number}", steps) for number, steps in enumerate(lists)]
        if started:
            done, _ = await asyncio.wait(started, return_when=asyncio.FIRST_COMPLETED)
            self.say(name, [task in done for task in started])

    async def play_wait_for(self, name: str, seconds: int, steps: list[Step]) -> None:
        await asyncio.wait_for(self.worker(name, steps), seconds and self.delay(seconds))

    async def play_timeout(self, name: str, seconds: int, steps: list[Step]) -> None:
        async with asyncio.timeout(seconds and self.delay(seconds)):
            await self.worker(name, steps)

    async def play_shield(self, name: str, steps: list[Step]) -> None:
        await asyncio.shield(self.task(name, steps))

    async def play_spawn(self, name: str, steps: list[Step]) -> None:
        self.task(name, steps)

    async def play_finally(self, name: str, steps: list[Step]) -> None:
        try:
            await asyncio.sleep(self.delay(1))
        finally:
            await self.worker(name, steps)


@given(st.lists(STEPS, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("ignore")
def test_made_up_programs_do_on_the_engine_what_they_do_on_asyncio(
    workers: list[list[Step]],
) -> None:
    async def program(world: Any) -> None:
        play = Play(world)
        started = [play.task(f"w{number}", steps) for number, steps in enumerate(workers)]
        results = await asyncio.gather(*started, return_exceptions=True)
        world.say([repr(result) for result in results])

    assert on_the_engine(program) == on_asyncio(program)
