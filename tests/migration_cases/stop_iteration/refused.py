import asyncio


@asyncio.coroutine  # refused: which it may catch itself
def first(numbers):
    try:
        yield from asyncio.sleep(0)
        raise StopIteration(numbers[0])
    except Exception:
        return None


loop = asyncio.new_event_loop()
print(loop.run_until_complete(first([1])))
loop.close()
