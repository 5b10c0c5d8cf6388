import asyncio


def first(numbers):
    for number in numbers:
        yield from asyncio.sleep(0)
        if number > 1:
            raise StopIteration(number)  # as one had to in Python 2
    raise StopIteration


def numbers():
    yield 1
    return


@asyncio.coroutine
def main():
    print((yield from first([1, 2, 3])), (yield from first([])))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
print(list(numbers()))
