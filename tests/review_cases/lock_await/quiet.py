import asyncio

import aiopg

lock = asyncio.Lock()


async def main(engine, opened):
    async with lock:
        pass
    await lock.acquire()
    with lock.locked(), await opened:
        pass
    with await engine as connection:
        connection.execute("SELECT 1")
    with await aiopg.create_pool() as pool:
        pool.close()


class Lock:
    def __await__(self):
        yield
        return self


async def expected(own, shared, raises):
    own = Lock()
    with await own:
        pass
    with raises(TypeError), await shared:
        pass


async def of_a_server(server, lock):
    with await server.lock("name"), await lock as held:
        print(held)
