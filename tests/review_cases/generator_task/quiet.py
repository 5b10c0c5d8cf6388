import asyncio
import subprocess
import types


@types.coroutine
def typed():
    yield from asyncio.sleep(0)


def command():
    yield "true"


def tasks(create_task):
    create_task(command())


async def native():
    await typed()


async def main(loop):
    await asyncio.gather(typed(), asyncio.wait_for(typed(), 1))
    await asyncio.ensure_future(typed())
    await asyncio.create_task(native())
    loop.create_task(loop.typed())
    subprocess.run(command())


asyncio.run(main(None))
