"""`asyncio.wait_for`.

It was rewritten several times, and its races with it. From 3.11 on `async with asyncio.timeout(s)`
says the same with one task fewer; whatever you use, do not lean on the ticks in between.
"""

import asyncio
import contextlib

from compare.workshop.versions.probes.probe import probe


async def immediate():
    return "value"


async def _slow(late):
    """When cancelled, cleans up for some turns of the loop, then does what ``late`` says."""
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        for _ in range(3):
            await asyncio.sleep(0)
        return late()


@probe
async def own_task():
    """runs the coroutine in

    What the coroutine sets in a context variable is seen afterwards only in the same task.
    """
    tasks = []
    current = getattr(asyncio, "current_task", None) or asyncio.Task.current_task

    async def note():
        tasks.append(current())

    await asyncio.wait_for(note(), 1)
    return "the same task" if tasks == [current()] else "another task"


@probe
async def cancelled_with_result():
    """cancelled when the result is there

    Where the cancellation is lost, the caller goes on as if nobody had cancelled it.
    """
    future = asyncio.get_event_loop().create_future()
    waiting = asyncio.ensure_future(asyncio.wait_for(future, 1))
    for _ in range(3):
        await asyncio.sleep(0)
    future.set_result("value")
    waiting.cancel()
    await asyncio.wait([waiting])
    return "cancelled" if waiting.cancelled() else "cancel lost"


@probe
async def zero_finished():
    """`wait_for(finished_future, 0)`"""
    future = asyncio.get_event_loop().create_future()
    future.set_result("value")
    await asyncio.wait_for(future, 0)


@probe
async def zero_coroutine():
    """`wait_for(c, 0)`, `c` need not wait

    A time-out of 0 does not mean "if it is ready": ask the Future whether it is `done()`.
    """
    c = immediate()
    try:
        await asyncio.wait_for(c, 0)
    finally:
        c.close()


@probe
async def negative():
    """`wait_for(c, -1)`, `c` need not wait"""
    c = immediate()
    try:
        await asyncio.wait_for(c, -1)
    finally:
        c.close()


@probe
async def waits_for_cleanup():
    """timed out: waits for the clean-up"""
    ended = []
    task = asyncio.ensure_future(_slow(lambda: ended.append(True)))
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(task, 0.001)
    try:
        return "yes" if ended else "no"
    finally:
        await asyncio.wait([task])


@probe
async def late_value():
    """timed out: the coroutine returns a value"""
    return await asyncio.wait_for(_slow(lambda: "value"), 0.001)


@probe
async def late_failure():
    """timed out: the clean-up raises ValueError"""
    await asyncio.wait_for(_slow(lambda: int("x")), 0.001)


@probe
async def cancels_the_task():
    """timed out: cancels the Future it was given

    Give it `asyncio.shield(future)` if others wait for that too.
    """
    future = asyncio.get_event_loop().create_future()
    try:
        await asyncio.wait_for(future, 0.001)
    except asyncio.TimeoutError:
        return "yes" if future.cancelled() else "no"
