import asyncio


async def fetch():
    await asyncio.sleep(0)


def started():
    return asyncio.ensure_future(fetch())


async def main(given):
    task = asyncio.create_task(fetch())
    await task
    await task
    page = fetch()
    if given:
        await page
    else:
        await page
    again = fetch()
    await again
    again = fetch()
    await again
    await given
    await given
    future = started()
    await future
    await future
