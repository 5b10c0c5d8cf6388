"""A task has a context of its own; a promise function runs in that of its caller."""

import asyncio
from contextvars import ContextVar
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference
from off_coroutine.engine import World

REQUEST = ContextVar("REQUEST", default="no request")


async def handle(world):
    REQUEST.set("request 1")
    await world.find_one("42")


async def modern(world):
    await asyncio.gather(handle(world))
    world.say(REQUEST.get())


@coroutine
def handle_by_generator(world):
    REQUEST.set("request 1")
    yield from world.find_one("42")


@coroutine
def generators(world):
    yield from asyncio.gather(handle_by_generator(world))
    world.say(REQUEST.get())


def handle_by_promise(world):
    REQUEST.set("request 1")
    return Promise.resolve(world.find_one("42"))


def promises(world):
    def handled(_):
        world.say(REQUEST.get())

    return Promise.all([handle_by_promise(world)]).then(handled)


CALLER = KnownDifference(
    "a context variable set by a promise function is set for its caller too",
    "Remove the `copy_context().run(...)` around calls that promise code needs: a task has a "
    "copy of its own. A coroutine that is awaited without a task has not.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": ["find_one('42') gives None"]},
    world=World(find_one=[None]),
)
