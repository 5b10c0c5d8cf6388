"""The contract of producer_consumer."""

import asyncio
from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import World

GONE = ConnectionError("gone")
FULL = OSError("the disk is full")


def copying(pages: int, consumers: int, lost: int = 0) -> Callable[[ModuleType, Any], Any]:
    """Copy so many pages with so many consumers; the page ``lost`` cannot be fetched."""

    def start(program: ModuleType, world: Any) -> Any:
        def fetch(number: int) -> Any:
            return world.lose(number) if number == lost else world.fetch(number)

        return program.main(pages, consumers, fetch, world.store, world.say)

    return start


def slowly(program: ModuleType, world: Any) -> Any:
    """Copy five pages with one consumer; to fetch one takes 1 s, to store one 10 s."""

    async def fetch(number: int) -> str:
        world.say("fetches page", number)
        await asyncio.sleep(1)
        return "page {}".format(number)

    async def store(page: str) -> None:
        world.say("stores", page)
        await asyncio.sleep(10)

    return program.main(5, 1, fetch, store, world.say)


CONTRACT = Contract(
    "producer_consumer",
    clauses=[
        "Every page that was fetched is stored, or said not to be, once.",
        "While a page is being stored the next are fetched, until two wait in the queue and one "
        "before it; then storing sets the pace.",
        "A page that cannot be stored does not keep the others from being stored.",
        "When a page cannot be fetched, those before it are stored, and then the error is raised.",
        "The program gives None when the last page is stored and every consumer has ended.",
    ],
    examples=[
        Example(
            "two consumers store what one producer fetches",
            clauses=[1, 5],
            start=copying(3, consumers=2),
            world=World(fetch=["page", GONE], store=[None, FULL]),
            expected=[
                (0, "asks", "fetch(1)"),
                (0, "asks", "fetch(2)"),
                (0, "asks", "store('page')"),
                (0, "asks", "fetch(3)"),
                (0, "asks", "store('page') #2"),
                (0, "asks", "store('page') #3"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a full queue makes the producer wait",
            clauses=[2],
            start=slowly,
            expected=[
                (0, "says", "fetches page 1"),
                (1, "says", "fetches page 2"),
                (1, "says", "stores page 1"),
                (2, "says", "fetches page 3"),
                (3, "says", "fetches page 4"),
                (11, "says", "stores page 2"),
                (11, "says", "fetches page 5"),
                (21, "says", "stores page 3"),
                (31, "says", "stores page 4"),
                (41, "says", "stores page 5"),
                (51, "ends", "returns None"),
            ],
        ),
        Example(
            "a page that cannot be stored is said and the next are stored",
            clauses=[1, 3],
            start=copying(2, consumers=1),
            world=World(fetch=["page"], store=[FULL, None, ValueError("no page")]),
            expected=[
                (0, "asks", "fetch(1)"),
                (0, "asks", "fetch(2)"),
                (0, "asks", "store('page')"),
                (0, "says", "not stored: page the disk is full"),
                (0, "asks", "store('page') #2"),
                (0, "says", "not stored: page the disk is full"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "the pages before a lost one are stored and the error is raised",
            clauses=[4],
            start=copying(4, consumers=1, lost=3),
            world=World(fetch=["page"], lose=[GONE], store=[None, FULL]),
            expected=[
                (0, "asks", "fetch(1)"),
                (0, "asks", "fetch(2)"),
                (0, "asks", "store('page')"),
                (0, "asks", "lose(3)"),
                (0, "asks", "store('page') #2"),
                (0, "ends", "raises ConnectionError('gone')"),
            ],
        ),
        Example(
            "without pages the consumers just end",
            clauses=[5],
            start=copying(0, consumers=2),
            world=World(fetch=[None], store=[None]),
            expected=[(0, "ends", "returns None")],
        ),
    ],
)
