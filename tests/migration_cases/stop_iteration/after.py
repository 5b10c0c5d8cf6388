import asyncio


async def first(numbers):
    for number in numbers:
        await asyncio.sleep(0)
        if number > 1:
            return number  # as one had to in Python 2
    return


def numbers():
    yield 1
    return


class Countdown:
    async def below(self, number):
        return number - 1

    def __iter__(self):
        number = 3
        while True:
            number = yield from self.below(number).__await__()  # by hand: nothing suspends
            if not number:
                return
            yield number


async def main():
    print(await first([1, 2, 3]), await first([]))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
print(list(numbers()))
print(list(Countdown()))
