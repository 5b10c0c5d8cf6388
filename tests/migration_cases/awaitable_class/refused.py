import asyncio


class Twofold:
    @asyncio.coroutine
    def __iter__(self):  # refused: wait for different things
        yield from asyncio.sleep(0, "iterated")

    def __await__(self):
        return (yield from asyncio.sleep(0, "awaited"))
