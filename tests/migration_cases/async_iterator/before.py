import asyncio


class Countdown:
    def __init__(self, start):
        self.left = start

    @asyncio.coroutine
    def __aenter__(self):
        return self

    @asyncio.coroutine
    def __aexit__(self, *exc):
        yield from asyncio.sleep(0)

    @asyncio.coroutine
    def __aiter__(self):
        return self

    @asyncio.coroutine
    def __anext__(self):
        yield from asyncio.sleep(0)
        self.left -= 1
        if self.left < 0:
            raise StopAsyncIteration
        return self.left


class Rows:
    @asyncio.coroutine
    def __aiter__(self):
        yield from asyncio.sleep(0)
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
