import asyncio


async def fetch(name):
    return name


@asyncio.coroutine  # found: decorated-coroutine
def gathered(names, started):
    yield from asyncio.wait(  # found: yield-from
        [fetch(name) for name in names]  # found: wait-of-coroutines
        + started  # found: wait-of-coroutines
    )


async def joined(names, started):
    await asyncio.wait([fetch(name) for name in names] + started)  # found: wait-of-coroutines
