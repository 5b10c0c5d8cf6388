"""Imports inside functions, and other things called asyncio."""


class asyncio:
    @staticmethod
    def coroutine(function):
        def call(*args):
            return list(function(*args))

        return call


@asyncio.coroutine
def mine(values):
    yield from values


def run():
    import asyncio
    from asyncio import coroutine, sleep as turn

    @coroutine
    def inner(value):
        import asyncio as aio

        @aio.coroutine
        def innermost():
            yield from aio.sleep(0)
            return value

        yield from turn(0)
        return (yield from innermost())

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(inner("inner"))
    finally:
        loop.close()


print(mine([1, 2]), run())
