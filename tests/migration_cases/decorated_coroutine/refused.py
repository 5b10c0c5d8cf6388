import asyncio
import functools


@asyncio.coroutine  # refused: it yields values
def numbers():
    yield 1
    yield from asyncio.sleep(0)


@asyncio.coroutine  # refused: its result is iterated over
def steps():
    yield from asyncio.sleep(0)


@asyncio.coroutine  # refused: takes what it returns
@functools.lru_cache(maxsize=None)
def computed(number):
    print("computing", number)
    return number


loop = asyncio.new_event_loop()
print(loop.run_until_complete(computed(1)), loop.run_until_complete(computed(1)))
loop.close()
print(list(numbers.__code__.co_names))
for _ in steps():
    print("a step")
