# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Three deposits into one account: read, record, write, under a lock."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    lock = asyncio.Lock()
    balance = 0

    async def deposit(amount):
        nonlocal balance
        async with lock:
            before = balance
            await world.record(amount)
            balance = before + amount

    deposits = [deposit(1), deposit(2), deposit(4)]
    errors = await asyncio.gather(*deposits, return_exceptions=True)
    return balance, errors


@coroutine
def generators(world):
    lock = asyncio.Lock()
    balance = 0

    @coroutine
    def deposit(amount):
        nonlocal balance
        yield from lock.acquire()
        try:
            before = balance
            yield from world.record(amount)
            balance = before + amount
        finally:
            lock.release()

    deposits = [deposit(1), deposit(2), deposit(4)]
    errors = yield from asyncio.gather(*deposits, return_exceptions=True)
    return balance, errors


async def one_after_another(world):
    """What the lock comes to."""
    balance = 0
    errors = []
    for amount in (1, 2, 4):
        try:
            await world.record(amount)
        except OSError as error:
            errors.append(error)
        else:
            balance += amount
            errors.append(None)
    return balance, errors


SUBJECT = Subject(
    "deposits",
    rights=[native, generators, one_after_another],
    world=World(record=[None, OSError("disk full")]),
    faults=[
        Fault(
            "the lock is held over nothing but the read",
            "            await world.record(amount)\n            balance = before + amount\n",
            "        await world.record(amount)\n        balance = before + amount\n",
        ),
        Fault(
            "reads before it has the lock",
            "        async with lock:\n            before = balance\n",
            "        before = balance\n        async with lock:\n",
        ),
        Fault("each call makes a lock of its own", "with lock", "with asyncio.Lock()"),
        Fault("a semaphore lets two in", "asyncio.Lock()", "asyncio.Semaphore(2)"),
        Fault(
            "a failure leaves the lock locked",
            "        async with lock:\n            before = balance\n"
            "            await world.record(amount)\n            balance = before + amount\n",
            "        await lock.acquire()\n        before = balance\n"
            "        await world.record(amount)\n        balance = before + amount\n"
            "        lock.release()\n",
        ),
        Fault(
            "polls the lock without a pause",
            "        async with lock:\n",
            "        while lock.locked():\n            await asyncio.sleep(0)\n"
            "        async with lock:\n",
        ),
        Fault(
            "skips a deposit while the lock is taken",
            "        async with lock:\n",
            "        if lock.locked():\n            return\n        async with lock:\n",
        ),
        Fault(
            "writes the balance although nothing was recorded",
            "            await world.record(amount)\n            balance = before + amount\n",
            "            balance = before + amount\n            await world.record(amount)\n",
        ),
        Fault("the first failure ends it all", ", return_exceptions=True", ""),
        Fault(
            "a default argument reads the balance once",
            "(amount):\n        nonlocal balance\n"
            "        async with lock:\n            before = balance\n",
            "(amount, before=balance):\n        nonlocal balance\n        async with lock:\n",
        ),
        Fault(
            "the balance is read before the `await` of the same line",
            "            before = balance\n            await world.record(amount)\n"
            "            balance = before + amount\n",
            "            pass\n        balance += await world.record(amount) or amount\n",
        ),
    ],
)
