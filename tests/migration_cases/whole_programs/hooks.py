import asyncio


class Base:
    def prepare(self):
        return ()

    def started(self):
        return []

    def finish(self, name):
        raise NotImplementedError

    @asyncio.coroutine
    def run(self):
        yield from self.prepare()
        yield from self.started()
        return (yield from self.finish("base"))


class Undecorated(Base):
    def prepare(self):
        yield from asyncio.sleep(0)
        print("prepared")

    def finish(self, name):
        return (yield from asyncio.sleep(0, name))


class Decorated(Base):
    @asyncio.coroutine
    def finish(self, name):
        return "decorated " + name


class Delegating(Base):
    def finish(self, name):
        future = asyncio.Future()
        future.set_result("future " + name)
        return future


class Manager:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, *exc):
        print("exit")

    @asyncio.coroutine
    def __aenter__(self):
        return self.__enter__()

    @asyncio.coroutine
    def __aexit__(self, *exc):
        return self.__exit__(*exc)


async def managed():
    async with Manager():
        print("inside")


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
for kind in (Undecorated, Decorated, Delegating):
    print(loop.run_until_complete(kind().run()))
loop.run_until_complete(managed())
loop.close()
