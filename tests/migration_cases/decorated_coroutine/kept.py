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


@types.coroutine  # refused: it yields values
def numbers():
    yield 1
    yield from asyncio.sleep(0)


@types.coroutine  # refused: its result is iterated over
def steps():
    yield from asyncio.sleep(0)


@_coroutine  # refused: takes what it returns
@functools.lru_cache(maxsize=None)
def computed(number):
    print("computing", number)
    return number


loop = asyncio.new_event_loop()
print(loop.run_until_complete(computed(1)), loop.run_until_complete(computed(1)))
loop.close()
print(list(numbers.__code__.co_names))
for _ in steps():
    print("a step")
