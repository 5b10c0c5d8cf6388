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


class Countdown:
    @asyncio.coroutine
    def below(self, number):
        return number - 1

    def __iter__(self):
        number = 3
        while True:
            number = yield from self.below(number)  # by hand: nothing suspends
            if not number:
                raise StopIteration
            yield number


@asyncio.coroutine
def main():
    print((yield from first([1, 2, 3])), (yield from first([])))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
print(list(numbers()))
print(list(Countdown()))
