# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""A charge is tried three times, unless it is declined."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    attempt = 1
    while True:
        try:
            receipt = await world.charge("7.50")
            break
        except ConnectionError:
            if attempt == 3:
                raise
        await asyncio.sleep(2**attempt)
        attempt += 1
    world.say("charged:", receipt)
    return receipt


@coroutine
def generators(world):
    attempt = 1
    while True:
        try:
            receipt = yield from world.charge("7.50")
            break
        except ConnectionError:
            if attempt == 3:
                raise
        yield from asyncio.sleep(2**attempt)
        attempt += 1
    world.say("charged:", receipt)
    return receipt


async def recursive(world, pauses=(2, 4)):
    try:
        receipt = await world.charge("7.50")
    except ConnectionError:
        if not pauses:
            raise
    else:
        world.say("charged:", receipt)
        return receipt
    await asyncio.sleep(pauses[0])
    return await recursive(world, pauses[1:])


SUBJECT = Subject(
    "charge",
    rights=[native, generators, recursive],
    world=World(
        charge=["receipt 9", ConnectionResetError(104, "reset"), ValueError("card declined")]
    ),
    faults=[
        Fault("gives up an attempt too early", "attempt == 3", "attempt == 2"),
        Fault("tries once too often", "attempt == 3", "attempt > 3"),
        Fault("retries a declined charge", "except ConnectionError:", "except Exception:"),
        Fault(
            "takes its cancellation for a lost connection",
            "except ConnectionError:",
            "except (ConnectionError, asyncio.CancelledError):",
        ),
        Fault(
            "charges again to get the receipt",
            'receipt = await world.charge("7.50")',
            'await world.charge("7.50")\n            receipt = await world.charge("7.50")',
        ),
        Fault("charges another amount", '"7.50"', '"750"'),
        Fault("the pause does not grow", "2**attempt", "2"),
        Fault("the pause is not awaited", "await asyncio.sleep", "asyncio.sleep"),
        Fault(
            "pauses once more before it gives up",
            "            if attempt == 3:\n                raise\n"
            "        await asyncio.sleep(2**attempt)\n",
            "            await asyncio.sleep(2**attempt)\n"
            "            if attempt == 3:\n                raise\n",
        ),
        Fault("the last error changes its type", "raise", "raise TimeoutError(104, 'reset')"),
        Fault("the last error loses its arguments", "raise", "raise ConnectionResetError"),
        Fault("the last error is swallowed", "raise", "return None"),
        Fault(
            "each attempt awaits the same answer",
            '    while True:\n        try:\n            receipt = await world.charge("7.50")\n',
            '    charging = world.charge("7.50")\n'
            "    while True:\n        try:\n            receipt = await charging\n",
        ),
    ],
)
