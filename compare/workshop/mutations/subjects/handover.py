# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Two buyers, who come when they like, share what is delivered under a condition."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    condition = asyncio.Condition()
    shelf = []

    async def buy(name):
        await world.arrive(name)
        async with condition:
            while not shelf:
                await condition.wait()
            world.say(name, "takes", shelf.pop())

    async def deliver(item):
        await world.bring(item)
        async with condition:
            shelf.append(item)
            condition.notify_all()

    await asyncio.gather(buy("ada"), buy("bob"), deliver(1), deliver(2))


@coroutine
def generators(world):
    condition = asyncio.Condition()
    shelf = []

    @coroutine
    def buy(name):
        yield from world.arrive(name)
        yield from condition.acquire()
        try:
            yield from condition.wait_for(lambda: shelf)
            world.say(name, "takes", shelf.pop())
        finally:
            condition.release()

    @coroutine
    def deliver(item):
        yield from world.bring(item)
        yield from condition.acquire()
        try:
            shelf.append(item)
            condition.notify()
        finally:
            condition.release()

    yield from asyncio.gather(buy("ada"), buy("bob"), deliver(1), deliver(2))


SUBJECT = Subject(
    "handover",
    rights=[native, generators],
    world=World(arrive=[None], bring=[None, OSError("lost")]),
    faults=[
        Fault("nobody is notified", "            condition.notify_all()\n", ""),
        Fault("looks only once when woken", "while not shelf", "if not shelf"),
        Fault("waits without looking", "while not shelf", "if True"),
        Fault(
            "notifies without the lock",
            "            condition.notify_all()\n",
            "        condition.notify_all()\n",
        ),
        Fault(
            "waits for an event of its own",
            "await condition.wait()",
            "await asyncio.Event().wait()",
        ),
    ],
)
