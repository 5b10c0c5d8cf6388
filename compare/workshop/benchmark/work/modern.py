"""The work with native coroutines."""

import asyncio

from compare.workshop.benchmark.work import answer


async def added(value: int) -> int:
    return value + 1


async def call(count: int) -> None:
    value = 0
    for _ in range(count):
        value = await added(value)


hop = call


async def wait(count: int) -> None:
    for _ in range(count):
        await answer()


async def waited() -> None:
    await answer()


async def task(count: int) -> None:
    await asyncio.gather(*[waited() for _ in range(count)])
