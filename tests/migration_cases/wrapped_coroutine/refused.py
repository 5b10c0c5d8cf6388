import asyncio


@asyncio.coroutine  # refused: it delegates to an iterable
def several():
    yield from [None, None]
    return "several"


print(asyncio.iscoroutinefunction(several))
loop = asyncio.new_event_loop()
print(loop.run_until_complete(several()))
loop.close()
