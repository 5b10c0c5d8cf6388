"""To cancel a task stops it, and its ``finally`` runs; nothing stops a promise."""

import asyncio
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference
from compare.differences.cancelling import CANCELLED
from off_coroutine.engine import Limits, World


async def modern(world):
    try:
        await world.charge("12A")
    finally:
        world.say("released")


@coroutine
def generators(world):
    try:
        yield from world.charge("12A")
    finally:
        world.say("released")


def promises(world):
    def ended():
        world.say("released")

    return Promise.resolve(world.charge("12A")).finally_(ended)


FINALLY = KnownDifference(
    "`finally` runs at once when a program is cancelled, `finally_` when its work ends",
    "What is cleared up may still be in use: look at what the work does when it is cancelled "
    "in the middle, and shield what has to be done to the end.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": [CANCELLED]},
    world=World(charge=[None]),
    limits=Limits(cancellations=1),
)


async def refreshing(world):
    for number in (1, 2):
        await world.fetch(number)
        world.say("refreshed")


async def modern_stops(world):
    task = asyncio.ensure_future(refreshing(world))
    await world.stopped()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    world.say("stopped")


@coroutine
def refreshing_by_generator(world):
    for number in (1, 2):
        yield from world.fetch(number)
        world.say("refreshed")


@coroutine
def generators_stop(world):
    task = asyncio.ensure_future(refreshing_by_generator(world))
    yield from world.stopped()
    task.cancel()
    yield from asyncio.gather(task, return_exceptions=True)
    world.say("stopped")


def refreshing_by_promise(world):
    def fetched(_):
        world.say("refreshed")

    first = Promise.resolve(world.fetch(1)).then(fetched)
    return first.then(lambda _: world.fetch(2)).then(fetched)


def promises_stop(world):
    stopping = Promise.resolve(world.stopped())
    task = asyncio.ensure_future(refreshing_by_promise(world))

    def stopped(_):
        task.cancel()
        return asyncio.gather(task, return_exceptions=True)

    def ended(_):
        world.say("stopped")

    return stopping.then(stopped).then(ended)


BACKGROUND = KnownDifference(
    "cancelling a background task stops it, but not the promise loop that it waits for",
    "Promise code stops its loops by a flag and by what they wait for. With a task to cancel, "
    "remove both, and wait for the task after cancelling it.",
    {"modern": modern_stops, "generators": generators_stop, "promises": promises_stop},
    apart={"promises": ["stopped() gives None"]},
    world=World(fetch=[None], stopped=[None]),
)
