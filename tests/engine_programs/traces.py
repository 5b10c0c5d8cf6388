"""Print what programs do under every schedule: the same bytes in every process and every Python.

PYTHONPATH=.:tests python3.6 -m engine_programs.traces
"""

import warnings
from typing import Any

from engine_programs.this_python import TimedOut, aio, current_task
from off_coroutine.engine import NEVER, Exploration, Limits, World
from off_coroutine.engine.world import After


async def whatever_comes_first(world: Any) -> Any:
    operations = {world.find(name) for name in "abc"}
    while operations:
        done, operations = await aio.wait(operations, return_when=aio.FIRST_COMPLETED)
        for operation in done:
            world.say(operation.result())
    for first in aio.as_completed([world.find(name) for name in "de"]):
        raise LookupError(await first, aio.sleep, {"p", "q", "r"})


async def children_are_waited_for(world: Any) -> Any:
    async def child(name: str) -> Any:
        try:
            return await world.find({name, "x", "y"}, at=object())
        finally:
            world.say(name, "is here:", current_task() in tasks)

    tasks = {aio.ensure_future(child(name)) for name in "abc"}
    await aio.wait(tasks)
    return [task.exception() for task in tasks]


async def cleans_up(world: Any) -> Any:
    try:
        return await world.find("Ada")
    except OSError as error:
        raise KeyError("Ada", {"b", "a"}) from error
    finally:
        await world.close(b"x", 1.5, None)
        world.say("closed")


async def gives_up_in_time(world: Any) -> None:
    try:
        await aio.wait_for(world.load(), 3)
        await aio.wait_for(world.load(), 3)
    except TimedOut:
        world.say("too late")
    await aio.gather(aio.sleep(0.1), aio.sleep(0.1))


async def leaves_much_behind(world: Any) -> None:
    async def fail() -> None:
        raise ValueError("nobody looks")

    aio.ensure_future(fail())
    aio.ensure_future(world.find("for ever"))
    aio.ensure_future(children_are_waited_for(world))
    _ = fail()
    cycle: Any = aio.get_event_loop().create_future()
    cycle.set_exception(EOFError())
    cycle.itself = cycle
    aio.get_event_loop().call_soon(int, "x")
    await world.close()


async def is_busy(world: Any) -> None:
    await world.close()
    while True:
        await aio.sleep(0)


PROGRAMS = [
    whatever_comes_first,
    children_are_waited_for,
    cleans_up,
    gives_up_in_time,
    leaves_much_behind,
    is_busy,
]
WORLD = World(
    find=[{"one", "two", "three"}, OSError(object(), "gone"), NEVER],
    load=[1, After(2, 1), After(4, OSError)],
    close=[None],
)


def main() -> None:
    warnings.simplefilter("ignore")
    for program in PROGRAMS:
        print(program.__name__)
        verdict = Exploration(
            {"it": program},
            WORLD,
            Limits(cancellations=2, steps=50),
            [lambda trace: print(trace.entries)],
        ).prove(40)
        print(verdict)


if __name__ == "__main__":
    main()
