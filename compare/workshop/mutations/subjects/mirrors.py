# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Two mirrors are asked at once; the first answer counts, the other is dropped."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import Limits, World


async def native(world):
    async def ask(mirror):
        return mirror, await world.fetch(mirror)

    tasks = [asyncio.create_task(ask(mirror)) for mirror in ("north", "south")]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        first = next(task for task in tasks if task.done())
        return first.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@coroutine
def generators(world):
    @coroutine
    def ask(mirror):
        return mirror, (yield from world.fetch(mirror))

    tasks = [asyncio.ensure_future(ask(mirror)) for mirror in ("north", "south")]
    try:
        yield from asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        first = next(task for task in tasks if task.done())
        return first.result()
    finally:
        for task in tasks:
            task.cancel()
        yield from asyncio.gather(*tasks, return_exceptions=True)


async def with_callbacks(world):
    async def ask(mirror):
        return mirror, await world.fetch(mirror)

    answered = asyncio.Event()
    tasks = [asyncio.create_task(ask(mirror)) for mirror in ("north", "south")]
    for task in tasks:
        task.add_done_callback(lambda _: answered.set())
    try:
        await answered.wait()
        return next(task for task in tasks if task.done()).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


SUBJECT = Subject(
    "mirrors",
    rights=[native, generators, with_callbacks],
    world=World(fetch=["text", OSError("unreachable")]),
    limits=Limits(simultaneous=2),
    faults=[
        Fault("waits for both", "FIRST_COMPLETED", "ALL_COMPLETED"),
        Fault("takes a first answer for a first failure", "FIRST_COMPLETED", "FIRST_EXCEPTION"),
        Fault("waits for the first asked only", "asyncio.wait(tasks,", "asyncio.wait(tasks[:1],"),
        Fault("what is still pending is ignored", "task.cancel()", "pass"),
        Fault("returns the task, not its result", "first.result()", "first"),
        Fault(
            "expects the first asked to answer first",
            "next(task for task in tasks if task.done())",
            "tasks[0]",
        ),
    ],
)
