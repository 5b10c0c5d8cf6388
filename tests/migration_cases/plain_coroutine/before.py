import asyncio


@asyncio.coroutine
def number():
    return 42


@asyncio.coroutine
def handed_on():
    return number()


@asyncio.coroutine
def either(value):
    return value


@asyncio.coroutine
def called(function):
    return function(
        1,
    )  # whatever that gives


@asyncio.coroutine
def chosen(first):
    if first: return "first"
    return asyncio.sleep(0, "slept") if not first else number()


@asyncio.coroutine
def first_line(path):
    with open(path) as file:
        return file.readline()


@asyncio.coroutine
def looked_up(functions, name):
    try:
        function = functions[name]
    except KeyError:
        return "no such function"
    else:
        return function()


@asyncio.coroutine
def main():
    print((yield from handed_on()))
    print((yield from either("a value")), (yield from either(number())))
    print((yield from called(str)), (yield from called(either)))
    print((yield from chosen(True)), (yield from chosen(False)))
    print((yield from first_line(__file__)))
    print((yield from looked_up({"n": number}, "n")), (yield from looked_up({}, "n")))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
