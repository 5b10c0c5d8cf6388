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


def numbers():
    yield 1


async def main():
    print(await answer(later), await answer(lambda: "at once"))
    print(await also(later()), inspect.isgenerator(numbers()))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
