"""The contract of fan_out."""

from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World

SHOPS = ["Oslo", "Lima"]
CLOSED = ConnectionRefusedError("closed")
DEFECT = ValueError("a defect")


def asking(function: str, *arguments: Any) -> Callable[[ModuleType, Any], Any]:
    """Ask the shops by the function of this name."""

    def start(program: ModuleType, world: Any) -> Any:
        async def price_of(shop: str) -> Any:
            return await world.price_of(shop)

        return getattr(program, function)(price_of, SHOPS, *arguments, world.say)

    return start


def asking_politely(program: ModuleType, world: Any) -> Any:
    """Ask for all or none, of shops that are told when it is over."""

    async def price_of(shop: str) -> Any:
        try:
            return await world.price_of(shop)
        finally:
            await world.leave(shop)

    return program.all_or_none(price_of, SHOPS, world.say)


ASKED = [(0, "asks", "price_of('Oslo')"), (0, "asks", "price_of('Lima')")]

CONTRACT = Contract(
    "fan_out",
    clauses=[
        "All the shops are asked at once.",
        "All or none: the sum, when all have answered.",
        "All or none: the first failure cancels the others, and is said when they have ended, "
        "which they may need time for.",
        "Each for itself: a price or an error for every shop, in the order of the shops, in "
        "whatever order they answer.",
        "Whoever is in time: the prices and errors there are by then, in the order of the shops; "
        "who is late is cancelled and counted.",
        "Nobody goes on running.",
    ],
    examples=[
        Example(
            "all or none gives the sum",
            clauses=[1, 2],
            start=asking("all_or_none"),
            world=World(price_of=[12, 30, CLOSED, NEVER]),
            expected=[*ASKED, (0, "says", "the sum: 24"), (0, "ends", "returns None")],
        ),
        Example(
            "one failure ends all or none",
            clauses=[3, 6],
            start=asking("all_or_none"),
            world=World(price_of=[CLOSED, TimeoutError("too slow"), 12]),
            expected=[
                *ASKED,
                (0, "drops", "price_of('Lima')"),
                (0, "says", "no sum: closed"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a failure is said when the others have left",
            clauses=[3, 6],
            start=asking_politely,
            world=World(price_of=[CLOSED, 12], leave=[None]),
            expected=[
                *ASKED,
                (0, "asks", "leave('Oslo')"),
                (0, "asks", "leave('Lima')"),
                (0, "drops", "leave('Lima')"),
                (0, "says", "no sum: closed"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "each for itself has a price or an error for every shop",
            clauses=[1, 4],
            start=asking("each_for_itself"),
            world=World(price_of=[CLOSED, 12, None, DEFECT]),
            expected=[
                *ASKED,
                (0, "says", "error: closed"),
                (0, "says", "error: closed"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "whoever is in time is heard",
            clauses=[1, 5],
            start=asking("whoever_is_in_time", 2),
            world=World(price_of=[12, CLOSED, DEFECT, NEVER]),
            expected=[
                *ASKED,
                (0, "says", "price: 12"),
                (0, "says", "price: 12"),
                (0, "says", "late: 0"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "whoever is late is cancelled",
            clauses=[5, 6],
            start=asking("whoever_is_in_time", 2),
            world=World(price_of=[NEVER, 12]),
            expected=[
                *ASKED,
                (2, "drops", "price_of('Lima')"),
                (2, "drops", "price_of('Oslo')"),
                (2, "says", "late: 2"),
                (2, "ends", "returns None"),
            ],
        ),
    ],
    better="A TaskGroup cancels the others when one fails, and waits for them; after `gather` that "
    "is for the caller to do. It raises all the failures in a group, to be met by `except*`.",
)
