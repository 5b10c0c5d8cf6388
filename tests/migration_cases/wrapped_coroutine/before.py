import asyncio
import functools


def logged(function):
    @functools.wraps(function)
    def call(*args):
        print("calling", function.__name__)
        return function(*args)

    return call


def run(function):
    @functools.wraps(function)  # what it returns is not to be awaited
    def call(*args):
        loop = asyncio.new_event_loop()
        result = loop.run_until_complete(function(*args))
        loop.close()
        return result

    return call


@logged
@asyncio.coroutine
def found(customer):
    yield from asyncio.sleep(0)
    return customer


@logged
def plain(customer):
    return customer


@asyncio.coroutine
def answer(function, customer):
    if asyncio.iscoroutinefunction(function):
        return (yield from function(customer))
    return function(customer)


@run
@asyncio.coroutine
def main():
    print((yield from answer(found, "Alice")))
    print((yield from answer(plain, "Bob")))


main()
