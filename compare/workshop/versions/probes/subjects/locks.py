"""Locks.

`async with lock:` is right on every Python. What legacy code writes instead stops at Python 3.9,
when the block is entered, not at import.
"""

import asyncio
import types

from compare.workshop.versions.probes.probe import probe


@probe
async def with_yield_from():
    """`with (yield from lock):`"""

    @types.coroutine
    def body(lock):
        with (yield from lock):
            return lock.locked()

    return _held(await body(asyncio.Lock()))


@probe
async def with_await():
    """`with await lock:`"""
    lock = asyncio.Lock()
    with await lock:
        return _held(lock.locked())


@probe
async def yield_from():
    """`yield from lock`

    `yield from lock.acquire()` works, in a decorated generator; better `await lock.acquire()`.
    """

    @types.coroutine
    def body(lock):
        yield from lock
        return lock.locked()

    return _held(await body(asyncio.Lock()))


@probe
async def yield_from_acquire():
    """`yield from lock.acquire()`, decorated"""

    @types.coroutine
    def body(lock):
        yield from lock.acquire()
        return lock.locked()

    return _held(await body(asyncio.Lock()))


@probe
def yield_from_acquire_undecorated():
    """`yield from lock.acquire()`, undecorated"""
    loop = asyncio.new_event_loop()

    def body(lock):
        yield from lock.acquire()

    async def main():
        list(body(asyncio.Lock()))

    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


@probe
async def plain_with():
    """`with lock:`"""
    with asyncio.Lock():
        pass


@probe
async def async_with():
    """`async with lock:`"""
    lock = asyncio.Lock()
    async with lock:
        return _held(lock.locked())


def _held(locked):
    return None if locked else "not held"
