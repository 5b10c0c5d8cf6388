import asyncio


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        print("left")


class Guarded:
    def __iter__(self):
        yield
        return Guard()


@asyncio.coroutine  # refused: what may be a lock or a pool
def main(guard):
    with (yield from guard):
        print("guarded")


loop = asyncio.new_event_loop()
loop.run_until_complete(main(Guarded()))
loop.close()
