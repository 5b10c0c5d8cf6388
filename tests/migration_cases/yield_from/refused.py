import asyncio


@asyncio.coroutine  # refused: a comprehension
def squares(numbers):
    return [(yield from asyncio.sleep(0, number)) for number in numbers]


@asyncio.coroutine  # refused: it delegates to an iterable
def several():
    yield from [asyncio.sleep(0), asyncio.sleep(0)]


def numbers():
    yield None
    received = yield None
    print(received)


@asyncio.coroutine  # refused: no coroutine but a generator
def turns():
    yield from numbers()


loop = asyncio.new_event_loop()
loop.run_until_complete(turns())
loop.close()
