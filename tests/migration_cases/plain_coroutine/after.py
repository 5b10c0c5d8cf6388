import asyncio
import inspect


async def number():
    return 42


async def handed_on():
    return await number()


async def either(value):
    return await value if inspect.isawaitable(value) else value


async def called(function):
    result = function(
        1,
    )  # whatever that gives
    return await result if inspect.isawaitable(result) else result


async def chosen(first):
    if first: return "first"
    return await (asyncio.sleep(0, "slept") if not first else number())


async def first_line(path):
    with open(path) as file:
        return file.readline()


async def looked_up(functions, name):
    try:
        function = functions[name]
    except KeyError:
        return "no such function"
    else:
        result = function()
        return await result if inspect.isawaitable(result) else result


async def main():
    print(await handed_on())
    print(await either("a value"), await either(number()))
    print(await called(str), await called(either))
    print(await chosen(True), await chosen(False))
    print(await first_line(__file__))
    print(await looked_up({"n": number}, "n"), await looked_up({}, "n"))


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
