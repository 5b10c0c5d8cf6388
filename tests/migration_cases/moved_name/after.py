import asyncio
import asyncio.streams
from asyncio import CancelledError, TimeoutError as TooLate

try:
    from asyncio import ensure_future
except ImportError:
    from asyncio import ensure_future
from asyncio import ensure_future as async_

start = asyncio.ensure_future
debug = getattr(asyncio.coroutines, "_DEBUG", False)
asyncio.coroutines._DEBUG = False


async def put(queue):
    await queue.put("async is a word in a string")


asyncio.coroutines._DEBUG = debug


async def main():
    queue = getattr(asyncio, "JoinableQueue", asyncio.Queue)()
    await asyncio.ensure_future(put(queue))
    await ensure_future(put(queue))
    await async_(put(queue))
    await start(put(queue))
    print(queue.qsize(), await queue.get())
    reader = asyncio.StreamReader()
    reader.feed_eof()
    try:
        await reader.readexactly(1)
    except asyncio.IncompleteReadError as error:
        print(error.expected, CancelledError.__name__, TooLate.__name__)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
