import asyncio
import functools
from asyncio import coroutine as task


def traced(function):
    @functools.wraps(function)
    def call(*args):
        print("calling", function.__name__)
        return function(*args)

    return call


@asyncio.coroutine  # the outermost level
def total(prices):
    """Return the sum; a generator-based coroutine, see `yield from`."""

    @task
    def price(number):
        yield from asyncio.sleep(0)
        return number

    found = []
    for number in prices:
        found.append((yield from price(number)))
    return sum(found)


class Shop:
    @asyncio.coroutine
    @traced
    def open(self, name):
        yield from asyncio.sleep(0)
        return name

    @staticmethod
    @asyncio.coroutine
    def closing_time(): return 18


@asyncio.coroutine
@functools.singledispatch
def shown(value):
    yield from asyncio.sleep(0)
    return value


@asyncio.coroutine
def main():
    print((yield from total([1, 2, 3])))
    print((yield from Shop().open("grocer")))
    print((yield from Shop.closing_time()), (yield from shown("shown")))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
