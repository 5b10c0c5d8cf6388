import asyncio


class Request:
    def __init__(self, name):
        self.name = name

    @asyncio.coroutine
    def __iter__(self):
        yield from asyncio.sleep(0)
        return "request " + self.name


class Connecting(object):
    def __init__(self, future):
        self.future = future

    def __iter__(self):
        result = yield from self.future
        return result

    def __await__(self):
        result = yield from self.future
        return result


class Sleep:
    def __await__(self):
        return (yield from asyncio.sleep(0, "slept"))


class Pool:
    def acquire(self):
        return Request("of a connection")

    def __iter__(self):
        return "answer to " + (yield from self.acquire())


class Names:
    def __iter__(self):
        yield from ["an", "iterable"]


async def native():
    return await Sleep()


@asyncio.coroutine
def main(pool):
    print((yield from Request("one")), (yield from pool))
    connecting = asyncio.sleep(0, "connected")
    print((yield from Connecting(connecting)))
    print(list(Names()), (yield from native()))


loop = asyncio.new_event_loop()
loop.run_until_complete(main(Pool()))
loop.close()
