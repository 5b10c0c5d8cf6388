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


async def steps(name):
    await asyncio.sleep(0)
    return name


def add(first, second):
    return first + second


def run(function):
    """A decorator for tests, such as many packages have."""

    def call():
        loop = asyncio.new_event_loop()
        loop.run_until_complete(_coroutine(function)())
        loop.close()

    return call


run_steps = steps
nothing = _coroutine(lambda *args: None)
delegating = _coroutine(lambda: (yield from run_steps("delegated")))


@run
async def main():
    print(await run_steps("steps"))
    print(await nothing(1), await delegating())
    print(await _coroutine(functools.partial(add, 1))(2))


@run
def plain():
    print("plain")


main()
plain()
