import asyncio
from unittest.mock import patch


class Clock:
    def __init__(self):
        self.now = 0

    @asyncio.coroutine
    def sleep(self, seconds, loop):
        self.now += seconds


@asyncio.coroutine
def never(awaitable, timeout, *, loop):
    raise asyncio.TimeoutError


@asyncio.coroutine
def main():
    loop = asyncio.get_event_loop()
    yield from asyncio.sleep(3600, loop=loop)
    try:
        yield from asyncio.wait_for(loop.create_future(), 1, loop=loop)
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
