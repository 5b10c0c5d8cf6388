"""Three pages are fetched together; the first failure stops the others."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    async def page(number):
        text = await world.fetch(number)
        world.say("read", number)
        return number, text

    tasks = [asyncio.create_task(page(number)) for number in (1, 2, 3)]
    try:
        return await asyncio.gather(*tasks)
    except OSError:
        for task in tasks:
            task.cancel()
        raise


@coroutine
def generators(world):
    @coroutine
    def page(number):
        text = yield from world.fetch(number)
        world.say("read", number)
        return number, text

    tasks = [asyncio.ensure_future(page(number)) for number in (1, 2, 3)]
    try:
        return (yield from asyncio.gather(*tasks))
    except OSError:
        for task in tasks:
            task.cancel()
        raise


async def with_group(world):
    async def page(number):
        text = await world.fetch(number)
        world.say("read", number)
        return number, text

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(page(number)) for number in (1, 2, 3)]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


SUBJECT = Subject(
    "pages",
    rights=[native, generators, with_group],
    world=World(fetch=["text", OSError("unreachable")]),
    faults=[
        Fault(
            "fetches one after another",
            "tasks = [asyncio.create_task(page(number)) for number in (1, 2, 3)]\n",
            "tasks = []\n    for number in (1, 2, 3):\n"
            "        tasks.append(asyncio.create_task(page(number)))\n"
            "        await asyncio.wait(tasks)\n",
        ),
        Fault(
            "notices a failure only when its turn comes",
            "await asyncio.gather(*tasks)",
            "[await task for task in tasks]",
        ),
        Fault(
            "results in the order of completion",
            "        return await asyncio.gather(*tasks)\n",
            "        done = []\n        for task in tasks:\n"
            "            task.add_done_callback(done.append)\n"
            "        await asyncio.gather(*tasks)\n"
            "        return [task.result() for task in done]\n",
        ),
        Fault(
            "a failure is returned as if it were a page",
            "gather(*tasks)",
            "gather(*tasks, return_exceptions=True)",
        ),
        Fault(
            "failed pages are left out",
            "await asyncio.gather(*tasks)",
            "[page for page in await asyncio.gather(*tasks, return_exceptions=True)"
            " if not isinstance(page, OSError)]",
        ),
        Fault("the first failure does not stop the others", "task.cancel()", "pass"),
        Fault(
            "waits for all before it looks for a failure",
            "return await asyncio.gather(*tasks)",
            "await asyncio.wait(tasks, return_when=asyncio.ALL_COMPLETED)\n"
            "        return [task.result() for task in tasks]",
        ),
        Fault(
            "a closure in the loop sees the last number only",
            "[asyncio.create_task(page(number)) for number in (1, 2, 3)]",
            "[asyncio.create_task(start()) for start in"
            " [lambda: page(number) for number in (1, 2, 3)]]",
        ),
        Fault("a page is left out", "(1, 2, 3)", "range(1, 3)"),
        Fault(
            "reads the results while some are still fetched",
            "return await asyncio.gather(*tasks)",
            "await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)\n"
            "        return [task.result() for task in tasks]",
        ),
    ],
)
