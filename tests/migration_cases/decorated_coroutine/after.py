import asyncio
import functools


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


async def main():
    print(await total([1, 2, 3]))
    print(await Shop().open("grocer"))
    print(await Shop.closing_time())


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
