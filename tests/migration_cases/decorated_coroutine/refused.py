import asyncio


@asyncio.coroutine  # refused: it yields values
def numbers():
    yield 1
    yield from asyncio.sleep(0)


@asyncio.coroutine  # refused: its result is iterated over
def steps():
    yield from asyncio.sleep(0)


print(list(numbers.__code__.co_names))
for _ in steps():
    print("a step")
