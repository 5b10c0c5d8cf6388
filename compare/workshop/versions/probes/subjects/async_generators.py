"""Asynchronous generators.

The stand-in for a generator that both waits and gives values, which under `@asyncio.coroutine`
took a queue or a class. They are there from Python 3.6 on; close one that you leave early, by
`contextlib.aclosing` or `aclose()`.
"""

import asyncio

from compare.workshop.versions.probes.probe import probe


async def numbers():
    received = 1
    while received:
        received = yield received
        await asyncio.sleep(0)


@probe
async def async_for():
    """`async for x in generator`"""
    async for _ in numbers():
        break


@probe
async def asend():
    """`await generator.asend(value)`"""
    generator = numbers()
    await generator.asend(None)
    return None if await generator.asend(2) == 2 else "another value"


@probe
async def asend_twice():
    """the same `asend(value)` awaited twice"""
    generator = numbers()
    step = generator.asend(None)
    await step
    await step


@probe
async def concurrent_asend():
    """two tasks in `asend(value)` at a time

    Where it works, the steps are mixed up: one task to a generator.
    """
    generator = numbers()
    await generator.asend(None)
    await asyncio.gather(generator.asend(2), generator.asend(3))


@probe
async def task_of_asend():
    """`asyncio.ensure_future(generator.asend(None))`"""
    await asyncio.ensure_future(numbers().asend(None))


@probe
async def aclose():
    """`await generator.aclose()`"""
    generator = numbers()
    await generator.asend(None)
    await generator.aclose()


@probe
def left_open():
    """left open, `asyncio.run` closes it"""
    closed = []

    async def generate():
        try:
            yield
        finally:
            await asyncio.sleep(0)
            closed.append(True)

    generator = generate()

    async def main():
        await generator.asend(None)

    asyncio.run(main())
    return None if closed else "no"
