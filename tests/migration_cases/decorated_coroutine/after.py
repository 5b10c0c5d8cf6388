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


def traced(function):
    @functools.wraps(function)
    def call(*args):
        print("calling", function.__name__)
        return function(*args)

    return call


# the outermost level
async def total(prices):
    """Return the sum; a generator-based coroutine, see `yield from`."""

    async def price(number):
        await asyncio.sleep(0)
        return number

    found = []
    for number in prices:
        found.append(await price(number))
    return sum(found)


class Shop:
    @traced
    async def open(self, name):
        await asyncio.sleep(0)
        return name

    @staticmethod
    async def closing_time(): return 18


@_coroutine
@functools.singledispatch
async def shown(value):
    await asyncio.sleep(0)
    return value


async def main():
    print(await total([1, 2, 3]))
    print(await Shop().open("grocer"))
    print(await Shop.closing_time(), await shown("shown"))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
