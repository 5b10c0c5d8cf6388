"""Two buyers wait, under a condition, for two deliveries."""

import asyncio
from typing import Any

from compare.engine import World
from compare.mutations.subject import Fault, Subject
from legacy_style.coroutine import coroutine


async def native(world: Any) -> None:
    condition = asyncio.Condition()
    shelf: list[int] = []

    async def buy(name: str) -> None:
        async with condition:
            while not shelf:
                await condition.wait()
            item = shelf.pop()
            world.say(name, "takes", item)

    async def deliver(number: int) -> None:
        item = await world.deliver(number)
        async with condition:
            shelf.append(item)
            condition.notify()

    await asyncio.gather(buy("ada"), buy("bob"), deliver(1), deliver(2))


@coroutine
def generators(world: Any) -> Any:
    condition: Any = asyncio.Condition()
    shelf: list[int] = []

    @coroutine
    def buy(name: str) -> Any:
        yield from condition.acquire()
        try:
            yield from condition.wait_for(lambda: shelf)
            item = shelf.pop()
            world.say(name, "takes", item)
        finally:
            condition.release()

    @coroutine
    def deliver(number: int) -> Any:
        item = yield from world.deliver(number)
        yield from condition.acquire()
        try:
            shelf.append(item)
            condition.notify()
        finally:
            condition.release()

    yield from asyncio.gather(buy("ada"), buy("bob"), deliver(1), deliver(2))


async def with_a_queue(world: Any) -> None:
    shelf: asyncio.Queue[int] = asyncio.Queue()

    async def buy(name: str) -> None:
        world.say(name, "takes", await shelf.get())

    async def deliver(number: int) -> None:
        shelf.put_nowait(await world.deliver(number))

    await asyncio.gather(buy("ada"), buy("bob"), deliver(1), deliver(2))


SUBJECT = Subject(
    "handover",
    rights=[native, generators, with_a_queue],
    world=World(deliver=["tea", "rice", OSError("lost")]),
    faults=[
        Fault("nobody is notified", "            condition.notify()\n", ""),
        Fault("all are notified, and look once", "condition.notify()", "condition.notify_all()"),
        Fault(
            "notifies without the lock",
            "            shelf.append(item)\n            condition.notify()\n",
            "            shelf.append(item)\n        condition.notify()\n",
        ),
        Fault("does not look before it waits", "while not shelf:", "if True:"),
        Fault("the wait is not awaited", "await condition.wait()", "condition.wait()"),
        Fault(
            "takes the lock for good",
            "async with condition:\n            while",
            "await condition.acquire()\n        if True:\n            while",
        ),
    ],
)
