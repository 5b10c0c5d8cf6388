"""Readers of one key share one fetch; one who gives up leaves it to the others."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    fetches = {}

    async def fetch(key):
        return await world.fetch(key)

    async def look_up(key):
        if key not in fetches:
            fetches[key] = asyncio.ensure_future(fetch(key))
        try:
            return await asyncio.shield(fetches[key])
        except OSError:
            fetches.pop(key, None)
            raise

    readers = [asyncio.wait_for(look_up("ada"), 5), look_up("ada")]
    try:
        answers = await asyncio.gather(*readers, return_exceptions=True)
        return answers, await look_up("ada")
    finally:
        for running in fetches.values():
            running.cancel()


@coroutine
def generators(world):
    fetches = {}

    @coroutine
    def fetch(key):
        return (yield from world.fetch(key))

    @coroutine
    def look_up(key):
        if key not in fetches:
            fetches[key] = asyncio.ensure_future(fetch(key))
        try:
            return (yield from asyncio.shield(fetches[key]))
        except OSError:
            fetches.pop(key, None)
            raise

    readers = [asyncio.wait_for(look_up("ada"), 5), look_up("ada")]
    try:
        answers = yield from asyncio.gather(*readers, return_exceptions=True)
        return answers, (yield from look_up("ada"))
    finally:
        for running in fetches.values():
            running.cancel()


SUBJECT = Subject(
    "lookups",
    rights=[native, generators],
    world=World(fetch=["1815", OSError("unreachable")]),
    faults=[
        Fault("the shield is dropped", "asyncio.shield(fetches[key])", "fetches[key]"),
        Fault(
            "keeps the answer only: both fetch",
            "            fetches[key] = asyncio.ensure_future(fetch(key))\n",
            "            answer = await fetch(key)\n"
            "            fetches[key] = asyncio.ensure_future(asyncio.sleep(0, answer))\n",
        ),
        Fault("a failure is kept", "            fetches.pop(key, None)\n", ""),
        Fault(
            "an answer is not kept",
            "except OSError:\n            fetches.pop(key, None)\n            raise\n",
            "finally:\n            fetches.pop(key, None)\n",
        ),
        Fault("the fetch is left running when cancelled", "running.cancel()", "pass"),
        Fault("a failure is dropped with a KeyError", "fetches.pop(key, None)", "del fetches[key]"),
        Fault("the timeout is lost", 'asyncio.wait_for(look_up("ada"), 5)', 'look_up("ada")'),
    ],
)
