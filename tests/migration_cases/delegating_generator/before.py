import asyncio


@asyncio.coroutine
def fetch(rows):
    return rows.pop() if rows else None


class Rows:
    def __init__(self, rows):
        self.rows = rows

    @asyncio.coroutine
    def fetch(self):
        return (yield from fetch(self.rows))

    def __iter__(self):
        row = yield from self.fetch()
        while row is not None:
            yield row
            row = yield from self.fetch()  # by hand: nothing suspends


loop = asyncio.new_event_loop()
print(loop.run_until_complete(Rows([1, 2]).fetch()))
loop.close()
print(list(Rows([1, 2])))
