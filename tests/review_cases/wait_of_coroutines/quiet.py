import asyncio


async def fetch(name):
    return name


async def gathered(names, started):
    await asyncio.wait([asyncio.ensure_future(fetch(name)) for name in names] + started)
    await asyncio.wait(started)
