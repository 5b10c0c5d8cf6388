"""What an ``except`` catches, a handler may not, and the other way round."""

import asyncio
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference
from off_coroutine.engine import World


async def modern(world):
    task = asyncio.ensure_future(asyncio.sleep(1))
    task.cancel()
    try:
        await task
    except Exception:
        world.say("failed")


@coroutine
def generators(world):
    task = asyncio.ensure_future(asyncio.sleep(1))
    task.cancel()
    try:
        yield from task
    except Exception:
        world.say("failed")


def promises(world):
    def failed(error):
        world.say("failed")

    task = asyncio.ensure_future(asyncio.sleep(1))
    task.cancel()
    return Promise.resolve(task).catch(failed)


CANCELLED_ERROR = KnownDifference(
    "a handler catches CancelledError, `except Exception` does not",
    "Since Python 3.8 CancelledError is a BaseException: name it where a cancelled task "
    "is part of the plan.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": []},
)


async def modern_tries(world):
    try:
        return await world.find_one("42")
    except ConnectionError:
        return "somebody"


@coroutine
def generators_try(world):
    try:
        return (yield from world.find_one("42"))
    except ConnectionError:
        return "somebody"


def promises_try(world):
    try:
        return Promise.resolve(world.find_one("42"))
    except ConnectionError:
        return "somebody"


TRY_RETURN = KnownDifference(
    "`try: return f()` does not catch a rejection",
    "Where a promise was returned from a try, the except has never run: look at what it "
    "does before it does.",
    {"modern": modern_tries, "generators": generators_try, "promises": promises_try},
    apart={"promises": ["find_one('42') raises ConnectionError('gone')"]},
    world=World(find_one=["Ada", ConnectionError("gone")]),
)
