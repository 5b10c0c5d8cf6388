import asyncio


class _AwaitedIterator:
    """What `__aiter__` waits for, as `async for` did up to Python 3.6."""

    def __init__(self, iterator):
        self._awaitable = iterator
        self._iterator = None

    def __await__(self):
        return self._awaitable.__await__()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._iterator is None:
            self._iterator = await self._awaitable
        return await self._iterator.__anext__()


class Countdown:
    def __init__(self, start):
        self.left = start

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await asyncio.sleep(0)

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        self.left -= 1
        if self.left < 0:
            raise StopAsyncIteration
        return self.left


class Rows:
    def __aiter__(self):
        return _AwaitedIterator(self.__iterator())

    async def __iterator(self):
        await asyncio.sleep(0)
        return Countdown(2)


async def main():
    async with Countdown(3) as countdown:
        async for number in countdown:
            print(number)
    async for number in Rows():
        print("row", number)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
