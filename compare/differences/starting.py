"""A coroutine starts when it is awaited, once; a promise when it is called."""

from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference


async def charge(world):
    world.say("charged")
    return "receipt"


@coroutine
def charge_by_generator(world):
    world.say("charged")
    return "receipt"


def charge_by_promise(world):
    world.say("charged")
    return Promise.resolve("receipt")


async def modern(world):
    receipt = charge(world)
    world.say("ordered")
    return await receipt


@coroutine
def generators(world):
    receipt = charge_by_generator(world)
    world.say("ordered")
    return (yield from receipt)


def promises(world):
    receipt = charge_by_promise(world)
    world.say("ordered")
    return receipt


EAGER = KnownDifference(
    "a promise starts when it is called",
    "Where code relies on the early start, create a task at that place.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": []},
)


async def modern_forgets(world):
    charge(world)  # type: ignore[unused-coroutine]  # that it is forgotten is the point


@coroutine
def generators_forget(world):
    charge_by_generator(world)


def promises_forget(world):
    charge_by_promise(world)
    return Promise.resolve(None)


FORGOTTEN = KnownDifference(
    "a coroutine that nobody awaits warns, a generator is silent, a promise has run",
    "Turn RuntimeWarning into an error in the tests before migrating: forgotten calls "
    "that were silent for years show up then.",
    {"modern": modern_forgets, "generators": generators_forget, "promises": promises_forget},
    apart={"generators": [], "promises": []},
)


async def modern_twice(world):
    receipt = charge(world)
    return [await receipt, await receipt]


@coroutine
def generators_twice(world):
    receipt = charge_by_generator(world)
    first = yield from receipt
    second = yield from receipt
    return [first, second]


def promises_twice(world):
    receipt = charge_by_promise(world)
    return receipt.then(lambda first: receipt.then(lambda second: [first, second]))


TWICE = KnownDifference(
    "awaiting twice raises for a coroutine, gives None for a generator, the value for a promise",
    "Keep the value, or make a task where several await the same work.",
    {"modern": modern_twice, "generators": generators_twice, "promises": promises_twice},
    apart={"generators": [], "promises": []},
)
