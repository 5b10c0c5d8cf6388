import asyncio
import inspect


async def fetch(rows):
    result = rows.pop() if rows else None
    return await result if inspect.isawaitable(result) else result


class Rows:
    def __init__(self, rows):
        self.rows = rows

    async def fetch(self):
        return await fetch(self.rows)

    def __iter__(self):
        row = yield from self.fetch().__await__()
        while row is not None:
            yield row
            row = yield from self.fetch().__await__()  # by hand: nothing suspends


loop = asyncio.new_event_loop()
print(loop.run_until_complete(Rows([1, 2]).fetch()))
loop.close()
print(list(Rows([1, 2])))
