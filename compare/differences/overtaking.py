"""After the same event, who waits through more promises goes on later."""

import asyncio
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference
from off_coroutine.engine import World


async def found(page):
    await page
    return "found"


async def first(page, world):
    world.say("first:", await found(page))


async def second(page, world):
    await page
    world.say("second")


async def modern(world):
    page = world.fetch()
    await asyncio.gather(first(page, world), second(page, world))


@coroutine
def found_by_generator(page):
    yield from page
    return "found"


@coroutine
def first_by_generator(page, world):
    world.say("first:", (yield from found_by_generator(page)))


@coroutine
def second_by_generator(page, world):
    yield from page
    world.say("second")


@coroutine
def generators(world):
    page = world.fetch()
    yield from asyncio.gather(first_by_generator(page, world), second_by_generator(page, world))


def promises(world):
    page = Promise.resolve(world.fetch())
    first = page.then(lambda _: "found").then(lambda word: world.say("first:", word))
    second = page.then(lambda _: world.say("second"))
    return Promise.all([first, second]).then(lambda _: None)


OVERTAKING = KnownDifference(
    "of two that wait for the same event, the one behind more promises goes on later",
    "Where the order matters, let one wait for the other; a native coroutine goes on in the "
    "order in which the tasks began to wait, however deep it waits.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": ["fetch() gives None"]},
    world=World(fetch=[None]),
)
