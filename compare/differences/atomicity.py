"""Steps between two suspensions are atomic; steps of a promise chain are not."""

import asyncio
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference

WORKERS, UPDATES = 3, 5


async def incremented(value):
    return value + 1


async def work(counter):
    for _ in range(UPDATES):
        value = counter["updates"]
        counter["updates"] = await incremented(value)


async def modern(world):
    counter = {"updates": 0}
    await asyncio.gather(*[work(counter) for _ in range(WORKERS)])
    return counter["updates"]


@coroutine
def incremented_by_generator(value):
    return value + 1


@coroutine
def work_by_generator(counter):
    for _ in range(UPDATES):
        value = counter["updates"]
        counter["updates"] = yield from incremented_by_generator(value)


@coroutine
def generators(world):
    counter = {"updates": 0}
    yield from asyncio.gather(*[work_by_generator(counter) for _ in range(WORKERS)])
    return counter["updates"]


def incremented_by_promise(value):
    return Promise.resolve(value + 1)


def work_by_promise(counter, updates=UPDATES):
    if updates == 0:
        return Promise.resolve(None)

    def written(value):
        counter["updates"] = value
        return work_by_promise(counter, updates - 1)

    return incremented_by_promise(counter["updates"]).then(written)


def promises(world):
    counter = {"updates": 0}
    workers = [work_by_promise(counter) for _ in range(WORKERS)]
    return Promise.all(workers).then(lambda _: counter["updates"])


ATOMICITY = KnownDifference(
    "a promise chain lets others in between two steps that did not suspend",
    "Of 15 updates 15 survive natively and 5 with promises. Towards async/await this only "
    "gets safer; do not add a lock that the promise code seems to have needed.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": []},
)
