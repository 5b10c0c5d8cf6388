import asyncio
import inspect
import types


async def later():
    await asyncio.sleep(0)
    return "later"


async def answer(handler):
    result = handler()
    if isinstance(result, asyncio.Future) or inspect.isawaitable(result):
        result = await result
    return result


async def also(result):
    if inspect.isawaitable(result):
        return await result
    return result


class Events:
    def __init__(self):
        self.waiting = []

    def on(self, waits):
        if not (inspect.isawaitable(waits) or isinstance(waits, str)):
            raise ValueError("nothing to wait for")
        self.waiting.append(waits)

    async def emit(self):
        for waits in self.waiting:
            if inspect.isawaitable(waits):
                print(await waits)

    def write(self, lines):
        if isinstance(lines, types.GeneratorType):
            for line in lines:
                print(line)


def numbers():
    yield 1


async def main():
    print(await answer(later), await answer(lambda: "at once"))
    print(await also(later()), inspect.isgenerator(numbers()))
    events = Events()
    events.on(later())
    await events.emit()
    events.write(numbers())


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
