"""Up to three lines of a file, which is closed however the reading ends."""

import contextlib
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    async def lines():
        try:
            for number in range(3):
                line = await world.read(number)
                if line is None:
                    return
                yield line
        finally:
            await world.close()

    async with contextlib.aclosing(lines()) as reading:
        async for line in reading:
            if line == "quit":
                break
            world.say("line", line)
    world.say("end")


@coroutine
def generators(world):
    try:
        for number in range(3):
            line = yield from world.read(number)
            if line is None or line == "quit":
                break
            world.say("line", line)
    finally:
        yield from world.close()
    world.say("end")


SUBJECT = Subject(
    "lines",
    rights=[native, generators],
    world=World(read=["", "quit", None, OSError("unreadable")], close=[None]),
    faults=[
        Fault(
            "the generator is not closed",
            "    async with contextlib.aclosing(lines()) as reading:\n",
            "    if reading := lines():\n",
        ),
        Fault("an empty line is taken for the end", "if line is None:", "if not line:"),
        Fault(
            "all is read before the first line is told",
            "async for line in reading",
            "for line in [line async for line in reading]",
        ),
        Fault("closing is not awaited", "await world.close()", "world.close()"),
        Fault(
            "not closed when the file ends early",
            "        finally:\n            await world.close()\n",
            "        except BaseException:\n            await world.close()\n            raise\n"
            "        await world.close()\n",
        ),
        Fault(
            "a failed read is taken for the end",
            "        finally:\n",
            "        except OSError:\n            pass\n        finally:\n",
        ),
        Fault("the end is raised, not returned", "return", "raise StopAsyncIteration"),
        Fault("reads on after `quit`", "break", "continue"),
        Fault("reads a line too many", "range(3)", "range(4)"),
    ],
)
