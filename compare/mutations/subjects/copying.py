# mypy: disable-error-code="misc"
# (mypy lets only `types.coroutine` functions `yield from` a native coroutine.)
"""While a file is copied, a task in the background says so every ten seconds."""

import asyncio
import contextlib
from typing import Any

from compare.engine import World
from compare.mutations.subject import Fault, Subject
from legacy_style.coroutine import coroutine


async def native(world: Any) -> Any:
    async def tell() -> None:
        for seconds in (10, 20):
            await asyncio.sleep(10)
            world.say("copying for", seconds)

    telling = asyncio.create_task(tell())
    try:
        size = await world.copy()
    finally:
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await telling
    world.say("copied")
    return size


@coroutine
def generators(world: Any) -> Any:
    @coroutine
    def tell() -> Any:
        for seconds in (10, 20):
            yield from asyncio.sleep(10)
            world.say("copying for", seconds)

    telling = asyncio.ensure_future(tell())
    try:
        size = yield from world.copy()
    finally:
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            yield from telling
    world.say("copied")
    return size


SUBJECT = Subject(
    "copying",
    rights=[native, generators],
    world=World(copy=[4096, OSError("disk full")]),
    faults=[
        Fault(
            "waits for the background before it starts",
            "size = await world.copy()",
            "await telling\n        size = await world.copy()",
        ),
        Fault("tells too early", "await asyncio.sleep(10)", "await asyncio.sleep(9)"),
        Fault("the pause is not awaited", "await asyncio.sleep(10)", "asyncio.sleep(10)"),
        Fault("the background is never cancelled", "telling.cancel()", "pass"),
        Fault(
            "the background is left behind",
            "        telling.cancel()\n"
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            await telling\n",
            "        pass\n",
        ),
        Fault(
            "does not wait for what it has cancelled",
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            await telling\n",
            "",
        ),
        Fault(
            "the cancellation of the background ends it all",
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            await telling\n",
            "        await telling\n",
        ),
        Fault(
            "suppresses its own cancellation too",
            "        size = await world.copy()\n",
            "        size = None\n"
            "        with contextlib.suppress(asyncio.CancelledError):\n"
            "            size = await world.copy()\n",
        ),
    ],
)
