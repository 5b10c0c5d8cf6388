"""Which event loop there is.

`asyncio.get_event_loop()` used to make one where there was none. Outside of a coroutine call
`asyncio.run`, once, and make what needs a loop inside; in a coroutine `asyncio.get_running_loop()`.
Results about warnings hold for the exact releases named at the end of the page.
"""

import asyncio
import concurrent.futures

from compare.workshop.versions.probes.probe import probe


async def coroutine():
    return "done"


@probe
def outside():
    """`asyncio.get_event_loop()`, no loop set"""
    asyncio.get_event_loop().close()


@probe
def outside_set():
    """`asyncio.get_event_loop()`, a loop set"""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        return None if asyncio.get_event_loop() is loop else "another loop"
    finally:
        loop.close()


@probe
async def inside():
    """`asyncio.get_event_loop()` in a coroutine"""
    asyncio.get_event_loop()


@probe
def inside_another():
    """the same, another loop set"""
    other, loop = asyncio.new_event_loop(), asyncio.new_event_loop()
    asyncio.set_event_loop(other)

    async def ask():
        return asyncio.get_event_loop()

    try:
        return None if loop.run_until_complete(ask()) is loop else "the one set"
    finally:
        loop.close()
        other.close()


@probe
def in_a_thread():
    """`asyncio.get_event_loop()` in another thread

    Hand the loop to the thread, and call `asyncio.run_coroutine_threadsafe(c, loop)` there.
    """
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.get_event_loop).result()


@probe
def after_run():
    """`asyncio.get_event_loop()` after `asyncio.run`"""
    asyncio.run(coroutine())
    asyncio.get_event_loop().close()


@probe
def future_outside():
    """`asyncio.Future()`, no loop set"""
    asyncio.Future()


@probe
def ensure_future_outside():
    """`asyncio.ensure_future(c)`, no loop set"""
    c = coroutine()
    try:
        asyncio.get_event_loop().run_until_complete(asyncio.ensure_future(c))
    finally:
        c.close()


@probe
def gather_outside():
    """`loop.run_until_complete(gather(c))`, none set

    The arguments are made tasks, of another loop or of none, before `loop` runs. Write a
    coroutine that gathers and run that.
    """
    c, loop = coroutine(), asyncio.new_event_loop()
    try:
        loop.run_until_complete(asyncio.gather(c))
    finally:
        c.close()
        loop.close()


@probe
def wait_outside():
    """`loop.run_until_complete(wait([task]))`, none set"""
    c, loop = coroutine(), asyncio.new_event_loop()
    try:
        loop.run_until_complete(asyncio.wait([asyncio.ensure_future(c)]))
    finally:
        loop.close()


@probe
async def nested():
    """`asyncio.run(c)` in a coroutine

    Await the coroutine instead.
    """
    c = coroutine()
    try:
        asyncio.run(c)
    finally:
        c.close()


@probe
def twice():
    """`asyncio.run` twice"""
    asyncio.run(coroutine())
    asyncio.run(coroutine())
