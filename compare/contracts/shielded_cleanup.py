"""The contract of shielded_cleanup."""

from types import ModuleType
from typing import Any

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World

DOWN = ConnectionError("no answer")


def one_client(program: ModuleType, world: Any) -> Any:
    """Handle one client of the shop, which the world is."""
    return program.main("12A", world, world.say)


CONTRACT = Contract(
    "shielded_cleanup",
    clauses=[
        "A booking reserves a seat, then charges for it; if either fails, it releases the seat.",
        "Whenever the client hangs up, and whatever fails after that, the booking or the "
        "clearing up goes on to its end, and says how it ended.",
        "A client that waits is answered, once; one that hung up is not.",
        "The program ends, and gives None, only when the work is done; then nobody waits for "
        "the client any more.",
    ],
    examples=[
        Example(
            "a client that waits is answered",
            clauses=[1, 3, 4],
            start=one_client,
            world=World(
                hung_up=[NEVER, None],
                reserve=[None, DOWN],
                charge=[None, DOWN],
                release=[None],
            ),
            expected=[
                (0, "asks", "hung_up()"),
                (0, "asks", "reserve('12A')"),
                (0, "asks", "charge('12A')"),
                (0, "says", "12A booked"),
                (0, "says", "answers: 12A is booked"),
                (0, "drops", "hung_up()"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a seat is booked although the client hung up",
            clauses=[2, 3, 4],
            start=one_client,
            world=World(hung_up=[None], reserve=[None], charge=[None]),
            expected=[
                (0, "asks", "hung_up()"),
                (0, "asks", "reserve('12A')"),
                (0, "says", "has nobody to answer"),
                (0, "asks", "charge('12A')"),
                (0, "says", "12A booked"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a seat that cannot be charged is released although the client hung up",
            clauses=[1, 2, 4],
            start=one_client,
            world=World(hung_up=[None], reserve=[None], charge=[DOWN], release=[None]),
            expected=[
                (0, "asks", "hung_up()"),
                (0, "asks", "reserve('12A')"),
                (0, "says", "has nobody to answer"),
                (0, "asks", "charge('12A')"),
                (0, "says", "clears up: no answer"),
                (0, "asks", "release('12A')"),
                (0, "says", "12A released"),
                (0, "ends", "returns None"),
            ],
        ),
    ],
)
