import asyncio


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


async def main():
    async with Countdown(3) as countdown:
        async for number in countdown:
            print(number)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
