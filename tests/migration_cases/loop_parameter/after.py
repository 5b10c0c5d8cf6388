import asyncio
from unittest.mock import patch


class Clock:
    def __init__(self):
        self.now = 0

    async def sleep(self, seconds, loop=None):
        self.now += seconds


async def never(awaitable, timeout, *, loop=None):
    raise asyncio.TimeoutError


async def main():
    loop = asyncio.get_event_loop()
    await asyncio.sleep(3600)
    try:
        await asyncio.wait_for(loop.create_future(), 1)
    except asyncio.TimeoutError:
        print("never")


clock = Clock()
loop = asyncio.new_event_loop()
sleep = asyncio.sleep
asyncio.sleep = clock.sleep
with patch("__main__.asyncio.wait_for", never):
    loop.run_until_complete(main())
asyncio.sleep = sleep
print(clock.now)
loop.close()
