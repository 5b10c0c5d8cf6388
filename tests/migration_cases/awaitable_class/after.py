import asyncio


class Request:
    def __init__(self, name):
        self.name = name

    def __await__(self):
        return self.__awaited().__await__()

    __iter__ = __await__

    async def __awaited(self):
        await asyncio.sleep(0)
        return "request " + self.name


class Connecting(object):
    def __init__(self, future):
        self.future = future

    def __iter__(self):
        return self.__awaited().__await__()

    async def __awaited(self):
        result = await self.future
        return result

    def __await__(self):
        return self.__awaited().__await__()


class Sleep:
    def __await__(self):
        return self.__awaited().__await__()

    async def __awaited(self):
        return await asyncio.sleep(0, "slept")


class Pool:
    def acquire(self):
        return Request("of a connection")

    def __await__(self):
        return self.__awaited().__await__()

    __iter__ = __await__

    async def __awaited(self):
        return "answer to " + await self.acquire()


class Names:
    def __iter__(self):
        yield from ["an", "iterable"]


async def native():
    return await Sleep()


async def main(pool):
    print(await Request("one"), await pool)
    connecting = asyncio.sleep(0, "connected")
    print(await Connecting(connecting))
    print(list(Names()), await native())


loop = asyncio.new_event_loop()
loop.run_until_complete(main(Pool()))
loop.close()
