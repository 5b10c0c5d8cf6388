import asyncio


class Answer:
    def __init__(self, future):
        self.future = future

    def __iter__(self):
        return iter(self.future)

    __await__ = __iter__


class Turn:
    def __iter__(self):
        yield
        return "turned"

    __await__ = __iter__


class Question:
    async def ask(self):
        await asyncio.sleep(0)
        return "asked"

    def __iter__(self):
        return self.ask().__await__()

    __await__ = __iter__


class Names:
    def __init__(self, names):
        self.names = names

    def __iter__(self):
        return iter(self.names)


async def wait_for(anything):
    return await anything


async def main():
    future = asyncio.Future()
    future.set_result("answered")
    print(await wait_for(Answer(future)))
    print(await Turn(), await Question())
    print(list(Names(["one", "two"])))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
