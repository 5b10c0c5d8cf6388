import asyncio
import functools
import inspect
import types


def _coroutine(function):
    """Return a coroutine function, as asyncio.coroutine did up to Python 3.10."""
    call = types.coroutine(function)

    @functools.wraps(function)
    async def coroutine(*args, **kwargs):
        result = call(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    return coroutine


@_coroutine  # refused: it delegates to an iterable
def several():
    yield from [None, None]
    return "several"


print(asyncio.iscoroutinefunction(several))
loop = asyncio.new_event_loop()
print(loop.run_until_complete(several()))
loop.close()
