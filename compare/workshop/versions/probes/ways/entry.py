"""What of asyncio takes the object that a call returns."""

import asyncio

from compare.workshop.versions.probes.ways import expected, suspending, way


def takes(title):
    """Decorate a coroutine function that hands the object on and returns its result."""

    def add(function):
        @way(title)
        async def run(decorate):
            return expected(await function(decorate(suspending())()))

        return run

    return add


@way("`loop.run_until_complete(c)`")
def run_until_complete(decorate):
    loop = asyncio.new_event_loop()
    try:
        return expected(loop.run_until_complete(decorate(suspending())()))
    finally:
        loop.close()


@way("`asyncio.run(c)`")
def run(decorate):
    return expected(asyncio.run(decorate(suspending())()))


@takes("`asyncio.create_task(c)`")
async def create_task(c):
    return await asyncio.create_task(c)


@takes("`loop.create_task(c)`")
async def loop_create_task(c):
    return await asyncio.get_event_loop().create_task(c)


@way("`TaskGroup.create_task(c)`")
async def task_group(decorate):
    c = decorate(suspending())()
    async with asyncio.TaskGroup() as group:
        try:
            task = group.create_task(c)
        except TypeError:
            return "TypeError"  # which the group would wrap in an error of its own
    return expected(task.result())


@takes("`asyncio.ensure_future(c)`")
async def ensure_future(c):
    return await asyncio.ensure_future(c)


@takes("`asyncio.gather(c)`")
async def gather(c):
    return (await asyncio.gather(c))[0]


@takes("`asyncio.wait([c])`")
async def wait(c):
    done, _ = await asyncio.wait([c])
    return done.pop().result()


@takes("`asyncio.as_completed([c])`")
async def as_completed(c):
    return await next(iter(asyncio.as_completed([c])))


@takes("`asyncio.wait_for(c, 1)`")
async def wait_for(c):
    return await asyncio.wait_for(c, 1)


@takes("`asyncio.shield(c)`")
async def shield(c):
    return await asyncio.shield(c)


@takes("`asyncio.run_coroutine_threadsafe(c, loop)`")
async def run_coroutine_threadsafe(c):
    loop = asyncio.get_event_loop()
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(c, loop))


@takes("`asyncio.create_task(c)`, eager")
async def eager_task(c):
    asyncio.get_event_loop().set_task_factory(asyncio.eager_task_factory)
    return await asyncio.create_task(c)
