# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""While a file is copied, a task in the background shows that it goes on."""

import asyncio
import contextlib
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    async def show():
        try:
            for seconds in (10, 20):
                await asyncio.sleep(10)
                world.say("copying for", seconds)
        finally:
            await world.clear()

    showing = asyncio.create_task(show())
    try:
        size = await world.copy()
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing
    world.say("copied")
    return size


@coroutine
def generators(world):
    @coroutine
    def show():
        try:
            for seconds in (10, 20):
                yield from asyncio.sleep(10)
                world.say("copying for", seconds)
        finally:
            yield from world.clear()

    showing = asyncio.ensure_future(show())
    try:
        size = yield from world.copy()
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            yield from showing
    world.say("copied")
    return size


SUBJECT = Subject(
    "copying",
    rights=[native, generators],
    world=World(copy=[4096, OSError("disk full")], clear=[None]),
    faults=[
        Fault(
            "the work waits for the background",
            "size = await world.copy()",
            "await showing\n        size = await world.copy()",
        ),
        Fault("too short a pause", "await asyncio.sleep(10)", "await asyncio.sleep(1)"),
        Fault("the pause is not awaited", "await asyncio.sleep(10)", "asyncio.sleep(10)"),
        Fault("the background is never cancelled", "        showing.cancel()\n", ""),
        Fault(
            "the background is left running",
            "        showing.cancel()\n"
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            await showing\n",
            "        pass\n",
        ),
        Fault(
            "what is cancelled is not waited for",
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            await showing\n",
            "",
        ),
        Fault(
            "the cancellation of the background ends it all",
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            await showing\n",
            "        await showing\n",
        ),
        Fault(
            "suppresses its own cancellation too",
            "        size = await world.copy()\n",
            "        size = None\n"
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            size = await world.copy()\n",
        ),
        Fault(
            "the background starts when the work is done",
            "    showing = asyncio.create_task(show())\n"
            "    try:\n        size = await world.copy()\n",
            "    try:\n        size = await world.copy()\n"
            "        showing = asyncio.create_task(show())\n",
        ),
    ],
)
