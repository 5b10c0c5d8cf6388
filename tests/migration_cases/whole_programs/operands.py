import asyncio


@asyncio.coroutine
def give(value):
    yield from asyncio.sleep(0)
    return value


def add(first, second=0, *rest, **named):
    return first + second + sum(rest) + sum(named.values())


@asyncio.coroutine
def main():
    print(-(yield from give(1)), (yield from give(2)) ** 2, 2 ** (yield from give(3)))
    print((yield from give(1)) + (yield from give(2)) * (yield from give(3)))
    print((yield from give(1)) if (yield from give(False)) else (yield from give(2)))
    print(not (yield from give(True)), (yield from give(0)) or (yield from give("or")))
    print(add((yield from give(1)), *[(yield from give(3))], named=(yield from give(2))))
    print([n for n in (yield from give([1, 2]))], {n: n for n in (yield from give("a"))})
    print((yield from give("subscript"))[(yield from give(2))], (yield from give(" x ")).strip())
    print("%s %s" % ((yield from give(1)), (yield from give(2))), (yield from give(1)) < 2)
    x = y = yield from give("assigned")
    x += yield from give("!")
    print(x, y, *(yield from give((1, 2))))
    yield from (give(1) if x else give(2))
    yield from x and give(1)
    double = lambda value: value * 2
    print(double((yield from give(4))), (lambda: (yield from [1]))().send(None))
    assert (yield from give(True)), (yield from give("message"))
    if (yield from give(True)): print("one line"); yield from give(None)
    while (yield from give(False)): pass
    for n in (yield from give([1])): print(n)
    del [1, 2][(yield from give(0))]
    try:
        raise (yield from give(ValueError("raised")))
    except ValueError as error:
        print(error)
    return (yield from give("returned")), (yield from give("twice"))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(main()))
loop.close()
