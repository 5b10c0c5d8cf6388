import asyncio


@asyncio.coroutine
def value(result):
    yield from asyncio.sleep(0)
    return result


@asyncio.coroutine
def main(first=None):
    print((yield from value(2)) ** 2 + (yield from value(3)) * 4)
    print((yield from value("a b")).split()[(yield from value(1))])
    print(not(yield from value(False)), [(yield from value(1)), (yield from value(2))])
    yield from first or value("default")
    print((yield from value(1) if first else value(2)))
    print([item * 2 for item in (yield from value([1, 2]))])
    print((yield  # why
           from value("commented")))
    print((yield from value(
        "on lines",
    )))
    result = yield \
        from value("continued")
    print(result, (yield from(value("without a space"))))
    print((yield from (yield from value(value("twice")))))
    yield from ()
    return (yield from value("returned"))


loop = asyncio.new_event_loop()
print(loop.run_until_complete(main()))
loop.close()
