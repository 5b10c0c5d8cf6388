"""The contract of streamed_customers."""

from types import ModuleType
from typing import Any, Callable

from pymongo.errors import AutoReconnect

from compare.contract import Contract, Example
from off_coroutine.engine import World

ADA = {"_id": 1, "name": "Ada"}
LOST = AutoReconnect("connection closed")
GONE = ConnectionResetError("the client is gone")


class Cursor:
    """A cursor of Motor's that finds at most so many documents."""

    def __init__(self, world: Any, count: int) -> None:
        self._world = world
        self._count = count
        self._document: Any = None

    @property
    def fetch_next(self) -> Any:
        return self._fetch()

    async def _fetch(self) -> bool:
        self._count -= 1
        if self._count < 0:
            await self._world.fetch_end()
            return False
        self._document = await self._world.fetch()
        return self._document is not None

    def next_object(self) -> Any:
        return self._document

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        if await self._fetch():
            return self._document
        raise StopAsyncIteration

    def close(self) -> Any:
        return self._world.close_cursor()


def customers(count: int) -> Callable[[ModuleType, Any], Any]:
    """Send the lines of at most so many customers."""
    return lambda program, world: program.send_lines(Cursor(world, count), world.write)


LINE = 'write(b\'{"_id": 1, "name": "Ada"}\\n\')'
CONTRACT = Contract(
    "streamed_customers",
    clauses=[
        "Each customer is written as one line of relaxed extended JSON, in the order found.",
        "The next customer is asked for when the last is written: a slow client is waited for.",
        "However it ends, with the last customer, an error of the database or a client that is "
        "gone, the cursor is closed, once, and then the error raised; no more is written.",
        "Without customers nothing is written.",
    ],
    examples=[
        Example(
            "each customer is a line and the cursor is closed",
            clauses=[1, 2, 3],
            start=customers(2),
            world=World(
                fetch=[ADA, None, LOST],
                fetch_end=[None, LOST],
                write=[None, GONE],
                close_cursor=[None, LOST],
            ),
            expected=[
                (0, "asks", "fetch()"),
                (0, "asks", LINE),
                (0, "asks", "fetch() #2"),
                (0, "asks", LINE + " #2"),
                (0, "asks", "fetch_end()"),
                (0, "asks", "close_cursor()"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a database that fails on the way closes the cursor and raises",
            clauses=[3],
            start=customers(1),
            world=World(fetch=[ADA], fetch_end=[LOST], write=[None], close_cursor=[None]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "asks", LINE),
                (0, "asks", "fetch_end()"),
                (0, "asks", "close_cursor()"),
                (0, "ends", "raises AutoReconnect('connection closed')"),
            ],
        ),
        Example(
            "a client that is gone closes the cursor and raises",
            clauses=[3],
            start=customers(2),
            world=World(fetch=[ADA], write=[GONE], close_cursor=[None]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "asks", LINE),
                (0, "asks", "close_cursor()"),
                (0, "ends", "raises ConnectionResetError('the client is gone')"),
            ],
        ),
        Example(
            "without customers nothing is written",
            clauses=[4],
            start=customers(0),
            world=World(fetch_end=[None], write=[None], close_cursor=[None]),
            expected=[
                (0, "asks", "fetch_end()"),
                (0, "asks", "close_cursor()"),
                (0, "ends", "returns None"),
            ],
        ),
    ],
    better="`async for` for `while (yield from cursor.fetch_next)` and `next_object`, which Motor "
    "deprecates and PyMongo's AsyncMongoClient no longer has.",
)
