import asyncio


async def fetch(name):
    return name


@asyncio.coroutine  # found: decorated-coroutine
def gathered(names, started):
    yield from asyncio.wait(
        [fetch(name) for name in names]  # found: wait-of-coroutines
        + started  # found: wait-of-coroutines
    )


async def joined(names, started):
    await asyncio.wait([fetch(name) for name in names] + started)  # found: wait-of-coroutines


async def collected(names):
    first = fetch("first")
    later = [asyncio.create_task(fetch("later"))]
    later.extend([fetch(name) for name in names])  # found: wait-of-coroutines
    await asyncio.wait(later)
    await asyncio.wait(fs=[first])  # found: wait-of-coroutines
