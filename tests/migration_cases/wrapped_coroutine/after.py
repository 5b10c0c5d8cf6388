import asyncio
import functools
import inspect


def _wraps(function):
    """Return functools.wraps, under which a coroutine function stays one for asyncio."""

    def mark(wrapper):
        wrapper = functools.wraps(function)(wrapper)
        if not inspect.iscoroutinefunction(function):
            return wrapper
        if hasattr(inspect, "markcoroutinefunction"):
            return inspect.markcoroutinefunction(wrapper)
        wrapper._is_coroutine = asyncio.coroutines._is_coroutine
        return wrapper

    return mark


def logged(function):
    @_wraps(function)
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
async def found(customer):
    await asyncio.sleep(0)
    return customer


@logged
def plain(customer):
    return customer


async def answer(function, customer):
    if asyncio.iscoroutinefunction(function):
        return await function(customer)
    return function(customer)


@run
async def main():
    print(await answer(found, "Alice"))
    print(await answer(plain, "Bob"))


main()
