# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Two workers empty a queue; a page that fails does not stop its worker."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    queue = asyncio.Queue()
    for page in (1, 2, 3):
        queue.put_nowait(page)

    async def work():
        while True:
            page = await queue.get()
            try:
                await world.fetch(page)
            except OSError as error:
                world.say("skipped", page, error)
            finally:
                queue.task_done()

    workers = [asyncio.create_task(work()) for _ in range(2)]
    try:
        await queue.join()
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    world.say("done")


@coroutine
def generators(world):
    queue = asyncio.Queue()
    for page in (1, 2, 3):
        queue.put_nowait(page)

    @coroutine
    def work():
        while True:
            page = yield from queue.get()
            try:
                yield from world.fetch(page)
            except OSError as error:
                world.say("skipped", page, error)
            finally:
                queue.task_done()

    workers = [asyncio.ensure_future(work()) for _ in range(2)]
    try:
        yield from queue.join()
    finally:
        for worker in workers:
            worker.cancel()
        yield from asyncio.gather(*workers, return_exceptions=True)
    world.say("done")


async def without_a_queue(world):
    pages = iter((1, 2, 3))

    async def work():
        for page in pages:
            try:
                await world.fetch(page)
            except OSError as error:
                world.say("skipped", page, error)

    await asyncio.gather(work(), work())
    world.say("done")


SUBJECT = Subject(
    "crawl",
    rights=[native, generators, without_a_queue],
    world=World(fetch=["text", OSError("unreachable")]),
    faults=[
        Fault("`task_done` is missing: `join` hangs", "queue.task_done()", "pass"),
        Fault(
            "`task_done` only for what went well: `join` hangs",
            "            finally:\n                queue.task_done()",
            "            else:\n                queue.task_done()",
        ),
        Fault(
            "fetches in the background: `join` does not wait",
            "await world.fetch(page)",
            "asyncio.ensure_future(world.fetch(page))",
        ),
        Fault("a worker ends with the first failure", 'world.say("skipped", page, error)', "raise"),
        Fault("failures are silent", 'world.say("skipped", page, error)', "pass"),
        Fault(
            "workers take their cancellation for a failure",
            "except OSError as",
            "except BaseException as",
        ),
        Fault("a single worker", "range(2)", "range(1)"),
        Fault("a worker too many", "range(2)", "range(3)"),
        Fault("waits for workers that are not cancelled", "worker.cancel()", "pass"),
        Fault("`join` is not awaited", "await queue.join()", "queue.join()"),
        Fault("takes what came in last", "asyncio.Queue()", "asyncio.LifoQueue()"),
    ],
)
