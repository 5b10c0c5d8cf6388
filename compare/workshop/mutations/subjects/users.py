"""Whose work it is stands in a context variable, in tasks and in callbacks."""

import asyncio
import contextvars
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


class OneForAll:
    """What some put in the place of a context variable: a variable."""

    def __init__(self, value):
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        before, self._value = self._value, value
        return before

    def reset(self, token):
        self._value = token


async def native(world):
    user = contextvars.ContextVar("user", default="nobody")

    async def work(name):
        before = user.set(name)
        working = world.work(name)
        working.add_done_callback(lambda _: world.say(user.get(), "is answered"))
        try:
            await working
            world.say(user.get(), "goes on")
        finally:
            user.reset(before)

    both = asyncio.gather(work("ada"), work("bob"))
    await both
    await work("eve")
    world.say(user.get(), "is left")


@coroutine
def generators(world):
    user = contextvars.ContextVar("user", default="nobody")

    @coroutine
    def work(name):
        before = user.set(name)
        working = world.work(name)
        working.add_done_callback(lambda _: world.say(user.get(), "is answered"))
        try:
            yield from working
            world.say(user.get(), "goes on")
        finally:
            user.reset(before)

    both = asyncio.gather(work("ada"), work("bob"))
    yield from both
    yield from work("eve")
    world.say(user.get(), "is left")


SUBJECT = Subject(
    "users",
    rights=[native, generators],
    world=World(work=[None, OSError("disk full")]),
    faults=[
        Fault(
            "a plain variable instead",
            'contextvars.ContextVar("user", default="nobody")',
            'OneForAll("nobody")',
        ),
        Fault(
            "the variable leaks to the caller",
            "        finally:\n            user.reset(before)\n",
            "        finally:\n            pass\n",
        ),
        Fault(
            "the callback runs in an empty context",
            '"is answered"))',
            '"is answered"), context=contextvars.Context())',
        ),
        Fault(
            "set after the callback took its context",
            "        before = user.set(name)\n        working = world.work(name)\n"
            '        working.add_done_callback(lambda _: world.say(user.get(), "is answered"))\n',
            "        working = world.work(name)\n"
            '        working.add_done_callback(lambda _: world.say(user.get(), "is answered"))\n'
            "        before = user.set(name)\n",
        ),
        Fault(
            "set by the caller, who keeps it",
            'await work("eve")',
            'user.set("eve")\n    await asyncio.create_task(work("eve"))',
        ),
        Fault("two are started and forgotten", "    await both\n", ""),
        Fault(
            "the third does not wait for the two",
            'work("bob"))\n    await both\n    await work("eve")\n',
            'work("bob"), work("eve"))\n    await both\n',
        ),
    ],
)
