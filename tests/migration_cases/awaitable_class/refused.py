import asyncio


class Twofold:
    @asyncio.coroutine
    def __iter__(self):  # refused: wait for different things
        return (yield from asyncio.sleep(0, "iterated"))

    def __await__(self):
        awaited = asyncio.ensure_future(asyncio.sleep(0, "awaited"))
        return (yield from awaited.__await__())


async def awaiting(something):
    return await something


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(awaiting(Twofold())))
print(loop.run_until_complete(Twofold().__iter__()))
loop.close()
