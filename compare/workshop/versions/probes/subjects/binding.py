"""To which event loop a lock or a queue belongs.

To Python 3.9 it is the loop there is when the object is made, so one made at import belongs to a
loop that `asyncio.run` never runs, and fails when it first has to wait. Make it inside the
coroutine that `asyncio.run` is given.
"""

import asyncio

from compare.workshop.versions.probes.probe import probe


def _in_new_loop(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


async def _contend(lock):
    async def hold():
        async with lock:
            await asyncio.sleep(0)

    await asyncio.gather(hold(), hold())


@probe
def unset():
    """`asyncio.Lock()`, no loop set"""
    asyncio.Lock()


@probe
def lock():
    """`Lock`, made before the loop it is waited for in"""
    made = asyncio.Lock()
    _in_new_loop(lambda: _contend(made))


@probe
def semaphore():
    """`Semaphore`, made before the loop it is waited for in"""
    made = asyncio.Semaphore()
    _in_new_loop(lambda: _contend(made))


@probe
def event():
    """`Event`, made before the loop it is waited for in"""
    made = asyncio.Event()

    async def main():
        asyncio.get_event_loop().call_soon(made.set)
        await made.wait()

    _in_new_loop(main)


@probe
def queue():
    """`Queue`, made before the loop it is waited for in"""
    made = asyncio.Queue()

    async def main():
        asyncio.get_event_loop().call_soon(made.put_nowait, 1)
        await made.get()

    _in_new_loop(main)


@probe
def without_waiting():
    """`Lock` in two loops, nobody waits"""
    made = asyncio.Lock()

    async def main():
        async with made:
            pass

    _in_new_loop(main)
    _in_new_loop(main)


@probe
def two_loops():
    """`Lock` waited for in two loops in turn"""
    made = asyncio.Lock()
    _in_new_loop(lambda: _contend(made))
    _in_new_loop(lambda: _contend(made))
