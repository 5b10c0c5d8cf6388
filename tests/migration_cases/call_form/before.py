import asyncio
import functools


def steps(name):
    yield from asyncio.sleep(0)
    return name


def add(first, second):
    return first + second


def run(function):
    """A decorator for tests, such as many packages have."""

    def call():
        loop = asyncio.new_event_loop()
        loop.run_until_complete(asyncio.coroutine(function)())
        loop.close()

    return call


run_steps = asyncio.coroutine(steps)
nothing = asyncio.coroutine(lambda *args: None)
delegating = asyncio.coroutine(lambda: (yield from run_steps("delegated")))


@run
def main():
    print((yield from run_steps("steps")))
    print((yield from nothing(1)), (yield from delegating()))
    print((yield from asyncio.coroutine(functools.partial(add, 1))(2)))


@run
def plain():
    print("plain")


main()
plain()
