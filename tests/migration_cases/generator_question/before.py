import asyncio
import inspect
import types


@asyncio.coroutine
def later():
    yield from asyncio.sleep(0)
    return "later"


@asyncio.coroutine
def answer(handler):
    result = handler()
    if isinstance(result, asyncio.Future) or inspect.isgenerator(result):
        result = yield from result
    return result


@asyncio.coroutine
def also(result):
    if isinstance(result, types.GeneratorType):
        return (yield from result)
    return result


class Events:
    def __init__(self):
        self.waiting = []

    def on(self, waits):
        if not isinstance(waits, (types.CoroutineType, types.GeneratorType, str)):
            raise ValueError("nothing to wait for")
        self.waiting.append(waits)

    @asyncio.coroutine
    def emit(self):
        for waits in self.waiting:
            if isinstance(waits, (types.CoroutineType, types.GeneratorType)):
                print((yield from waits))

    def write(self, lines):
        if isinstance(lines, types.GeneratorType):
            for line in lines:
                print(line)


def numbers():
    yield 1


@asyncio.coroutine
def main():
    print((yield from answer(later)), (yield from answer(lambda: "at once")))
    print((yield from also(later())), inspect.isgenerator(numbers()))
    events = Events()
    events.on(later())
    yield from events.emit()
    events.write(numbers())


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
