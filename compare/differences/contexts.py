"""A coroutine keeps its context from step to step; each handler gets a copy."""

from contextvars import ContextVar
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.differences import KnownDifference
from off_coroutine.engine import World

REQUEST = ContextVar("REQUEST", default="no request")


async def modern(world):
    REQUEST.set("request 1")
    await world.find_one("42")
    world.say(REQUEST.get())


@coroutine
def generators(world):
    REQUEST.set("request 1")
    yield from world.find_one("42")
    world.say(REQUEST.get())


def promises(world):
    def started(_):
        REQUEST.set("request 1")
        return world.find_one("42")

    def found(_):
        world.say(REQUEST.get())

    return Promise.resolve(None).then(started).then(found)


CONTEXT = KnownDifference(
    "a context variable set in one handler is not seen by the next",
    "Remove the passing-on by hand that promise code needs; set the variable where the "
    "request begins.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": ["find_one('42') gives None"]},
    world=World(find_one=[None]),
)
