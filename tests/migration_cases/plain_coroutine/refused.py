import asyncio


@asyncio.coroutine  # refused: within `try` or `with`
def guarded(function):
    try:
        return function()
    except ValueError:
        return None


@asyncio.coroutine  # refused: shares its line
def short(function):
    if function: return function()


def failing():
    raise ValueError


loop = asyncio.new_event_loop()
print(loop.run_until_complete(guarded(failing)))
loop.close()
