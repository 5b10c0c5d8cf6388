import asyncio


class Pool:
    """Gives a connection to whoever delegates to it."""

    @asyncio.coroutine
    def __iter__(self):
        yield from asyncio.sleep(0)
        return self

    @asyncio.coroutine
    def __aenter__(self):
        return self

    @asyncio.coroutine
    def __aexit__(self, *exc):
        print("closed")

    def __enter__(self):
        return "connection"

    def __exit__(self, *exc):
        pass


class Turnstile(asyncio.Lock):
    """A lock of the package's own."""


@asyncio.coroutine
def make_pool():
    pool = Pool()
    yield from asyncio.sleep(0)
    return pool


@asyncio.coroutine
def main(pool):
    made = yield from make_pool()
    with (yield from made):
        print("pooled")
    with (yield from pool):  # is called one
        print("given a pool")
    with (yield from Turnstile()):
        print("turned")
    lock = asyncio.Lock()
    with (yield from lock):
        print("locked", lock.locked())
    print("locked", lock.locked())
    locks = {"door": asyncio.Lock()}
    with (yield from locks["door"]):
        print("in a container")
    with (yield from lock) as nothing:
        print("locked", nothing)
    with (yield from pool) as connection:  # stays a plain `with`
        print(connection)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(Pool()))
loop.close()
