import asyncio
import types


@types.coroutine
def steps():  # refused: its result is iterated over
    yield from asyncio.sleep(0)


async def outer():
    await steps()


for _ in steps():
    print("a step")

loop = asyncio.new_event_loop()
loop.run_until_complete(outer())
loop.close()
