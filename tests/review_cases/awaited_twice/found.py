import asyncio
import types


async def fetch():
    await asyncio.sleep(0)


@types.coroutine
def turn():
    yield


async def main():
    page = fetch()
    await page
    print(await page)  # found: awaited-twice


async def turns():
    waiting = turn()
    if waiting:
        await waiting
        await waiting  # found: awaited-twice
