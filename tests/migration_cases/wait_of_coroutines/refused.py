import asyncio


async def read():
    await asyncio.sleep(0)


def start(loop):
    waiting = asyncio.wait([read()])  # refused: which event loop will run it
    return loop.create_task(waiting)
