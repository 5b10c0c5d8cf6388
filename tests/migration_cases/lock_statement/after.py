import asyncio


class Pool:
    """Gives a connection to whoever delegates to it."""

    def __await__(self):
        return self.__awaited().__await__()

    __iter__ = __await__

    async def __awaited(self):
        await asyncio.sleep(0)
        return self

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        print("closed")

    def __enter__(self):
        return "connection"

    def __exit__(self, *exc):
        pass


class Turnstile(asyncio.Lock):
    """A lock of the package's own."""


async def make_pool():
    pool = Pool()
    await asyncio.sleep(0)
    return pool


async def main(pool):
    made = await make_pool()
    with (await made):
        print("pooled")
    with (await pool):  # is called one
        print("given a pool")
    async with Turnstile():
        print("turned")
    lock = asyncio.Lock()
    async with lock:
        print("locked", lock.locked())
    print("locked", lock.locked())
    locks = {"door": asyncio.Lock()}
    async with locks["door"]:
        print("in a container")
    async with lock as nothing:
        print("locked", nothing)
    with (await pool) as connection:  # stays a plain `with`
        print(connection)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(Pool()))
loop.close()
