import asyncio


@asyncio.coroutine  # refused: what may be a lock or a pool
def main(guard):
    with (yield from guard):
        print("guarded")
