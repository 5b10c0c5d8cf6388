import asyncio
import types


def traced(method):
    return method


class Rows:
    @types.coroutine  # refused: must not wait
    @traced
    def __aiter__(self):
        yield from asyncio.sleep(0)
        return "rows"


loop = asyncio.new_event_loop()
print(loop.run_until_complete(Rows().__aiter__()))
loop.close()
