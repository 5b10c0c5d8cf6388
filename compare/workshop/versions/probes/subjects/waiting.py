"""`asyncio.wait`, `gather` and `as_completed`.

`asyncio.wait` takes tasks: make them first, with `asyncio.create_task`, and keep them, because
`done` and `pending` hold the tasks and not what you passed.
"""

import asyncio

from compare.workshop.versions.probes.probe import probe


async def coroutine():
    return "done"


def task():
    return asyncio.ensure_future(coroutine())


@probe
async def bare_coroutines():
    """`asyncio.wait([c])`, a coroutine"""
    c = coroutine()
    try:
        await asyncio.wait([c])
    finally:
        c.close()


@probe
async def is_it_in_done():
    """then `c in done`

    Code that asks so never finds it: keep the task.
    """
    c = coroutine()
    try:
        done, _ = await asyncio.wait([c])
        return "yes" if c in done else "no"
    finally:
        c.close()


@probe
async def tasks():
    """`asyncio.wait([task])`"""
    await asyncio.wait([task()])


@probe
async def nothing():
    """`asyncio.wait([])`

    Ask first whether there is something to wait for.
    """
    await asyncio.wait([])


@probe
async def generator_of_tasks():
    """`asyncio.wait(task for ...)`

    Give it a list or a set.
    """
    await asyncio.wait(task() for _ in range(2))


@probe
async def as_completed_generator():
    """`asyncio.as_completed(task for ...)`"""
    for each in asyncio.as_completed(task() for _ in range(2)):
        await each


@probe
async def async_as_completed():
    """`async for task in as_completed(tasks)`

    Before 3.13, a plain `for` gives coroutines that give results: keep who is who yourself.
    """
    async for _ in asyncio.as_completed([task()]):
        pass


@probe
async def gather_nothing():
    """`asyncio.gather()` of nothing"""
    await asyncio.gather()


@probe
def gather_nothing_outside():
    """the same, no loop set"""
    asyncio.gather()


@probe
async def gather_order():
    """`gather(a, b)` starts `a` before `b`

    Nothing else ever promised an order: `asyncio.wait` starts bare coroutines in the order of a
    set.
    """
    started = []

    async def start(number):
        started.append(number)

    await asyncio.gather(*map(start, range(50)))
    return None if started == sorted(started) else "in any order"


@probe
async def gather_cancelled():
    """cancelling `gather(a, b)` cancels both"""
    futures = [asyncio.get_event_loop().create_future() for _ in range(2)]
    gathered = asyncio.gather(*futures)
    gathered.cancel()
    await asyncio.sleep(0)
    return None if all(future.cancelled() for future in futures) else "no"


@probe
async def gather_failing():
    """`a` fails in `gather(a, b)`: cancels `b`

    It goes on, and nobody waits for it; `asyncio.TaskGroup` cancels it.
    """
    failing, other = (asyncio.get_event_loop().create_future() for _ in range(2))
    gathered = asyncio.gather(failing, other)
    failing.set_exception(ValueError())
    try:
        await gathered
    except ValueError:
        return "yes" if other.cancelled() else "no"
