# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Two questions, each of which may take two seconds, within three seconds in total."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine.world import After, World


async def native(world):
    async with asyncio.timeout(3):
        station = await world.locate("Oslo")
        return await world.measure(station)


@coroutine
def generators(world):
    @coroutine
    def ask():
        station = yield from world.locate("Oslo")
        return (yield from world.measure(station))

    return (yield from asyncio.wait_for(ask(), 3))


SUBJECT = Subject(
    "forecast",
    rights=[native, generators],
    world=World(
        locate=["station 7", After(2, "station 7")],
        measure=[21.5, After(2, 21.5), After(0.5, OSError("broken"))],
    ),
    faults=[
        Fault(
            "each question has three seconds of its own",
            '    async with asyncio.timeout(3):\n        station = await world.locate("Oslo")\n'
            "        return await world.measure(station)\n",
            '    station = await asyncio.wait_for(world.locate("Oslo"), 3)\n'
            "    return await asyncio.wait_for(world.measure(station), 3)\n",
        ),
        Fault(
            "the second question gets all the time again",
            'timeout(3):\n        station = await world.locate("Oslo")\n',
            'timeout(3) as limit:\n        station = await world.locate("Oslo")\n'
            "        limit.reschedule(asyncio.get_running_loop().time() + 3)\n",
        ),
        Fault(
            "the clock starts with the first answer",
            '    async with asyncio.timeout(3):\n        station = await world.locate("Oslo")\n',
            '    station = await world.locate("Oslo")\n    async with asyncio.timeout(3):\n',
        ),
        Fault(
            "the second question has one second, whatever is left",
            "        return await world.measure(station)\n",
            "        pass\n    return await asyncio.wait_for(world.measure(station), 1)\n",
        ),
    ],
)
