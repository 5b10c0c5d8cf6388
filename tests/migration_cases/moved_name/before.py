import asyncio
import asyncio.streams
from asyncio.futures import CancelledError, TimeoutError as TooLate

try:
    from asyncio import ensure_future
except ImportError:
    from asyncio import async as ensure_future
from asyncio.tasks import async

start = getattr(asyncio, "async")
debug = asyncio.coroutines._DEBUG
asyncio.coroutines._DEBUG = False


@asyncio.coroutine
def put(queue):
    yield from queue.put("async is a word in a string")


asyncio.coroutines._DEBUG = debug


@asyncio.coroutine
def main():
    queue = getattr(asyncio, "JoinableQueue", asyncio.Queue)()
    yield from asyncio.async(put(queue))
    yield from ensure_future(put(queue))
    yield from async(put(queue))
    yield from start(put(queue))
    print(queue.qsize(), (yield from queue.get()))
    reader = asyncio.StreamReader()
    reader.feed_eof()
    try:
        yield from reader.readexactly(1)
    except asyncio.streams.IncompleteReadError as error:
        print(error.expected, CancelledError.__name__, TooLate.__name__)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
