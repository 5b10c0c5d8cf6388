import asyncio


class Answer:
    def __init__(self, future):
        self.future = future

    def __iter__(self):
        return iter(self.future)


class Turn:
    def __iter__(self):
        yield
        return "turned"


class Question:
    @asyncio.coroutine
    def ask(self):
        yield from asyncio.sleep(0)
        return "asked"

    def __iter__(self):
        return iter(self.ask())


class Names:
    def __init__(self, names):
        self.names = names

    def __iter__(self):
        return iter(self.names)


@asyncio.coroutine
def wait_for(anything):
    return (yield from anything)


@asyncio.coroutine
def main():
    future = asyncio.Future()
    future.set_result("answered")
    print((yield from wait_for(Answer(future))))
    print((yield from Turn()), (yield from Question()))
    print(list(Names(["one", "two"])))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
