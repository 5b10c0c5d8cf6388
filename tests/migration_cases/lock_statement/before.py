import asyncio


class Pool:
    """Gives a connection to whoever delegates to it."""

    @asyncio.coroutine
    def __iter__(self):
        yield from asyncio.sleep(0)
        return self

    def __enter__(self):
        return "connection"

    def __exit__(self, *exc):
        pass


@asyncio.coroutine
def main(pool):
    lock = asyncio.Lock()
    with (yield from lock):
        print("locked", lock.locked())
    print("locked", lock.locked())
    with (yield from pool) as connection:  # stays a plain `with`
        print(connection)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(Pool()))
loop.close()
