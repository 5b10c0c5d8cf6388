"""The contract of locked_section."""

from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import World

DOWN = ConnectionError("no network")


def calls(count: int) -> Callable[[ModuleType, Any], Any]:
    """Start so many calls together."""
    return lambda program, world: program.main(count, world.fetch, world.say)


CONTRACT = Contract(
    "locked_section",
    clauses=[
        "However many calls start together, the token is fetched once, and all go out with it.",
        "While one fetches, the others wait; they go on in the order in which they came.",
        "A fetch that fails is said by its own call only, and gives up the lock: the next call "
        "tries again.",
        "The program ends when every call has spoken, and gives None.",
    ],
    examples=[
        Example(
            "three calls fetch one token",
            clauses=[1, 2, 4],
            start=calls(3),
            world=World(fetch=["token", DOWN]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "call 1 with token"),
                (0, "says", "call 2 with token"),
                (0, "says", "call 3 with token"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a failed fetch leaves the lock to the next call",
            clauses=[2, 3, 4],
            start=calls(3),
            world=World(fetch=[DOWN, "token"]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "call 1 without: no network"),
                (0, "asks", "fetch() #2"),
                (0, "says", "call 2 without: no network"),
                (0, "asks", "fetch() #3"),
                (0, "says", "call 3 without: no network"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "no calls fetch nothing",
            clauses=[4],
            start=calls(0),
            world=World(fetch=["token"]),
            expected=[(0, "ends", "returns None")],
        ),
    ],
    better="`async with lock` for acquire, try, finally and release. As old as the generators is "
    "`with (yield from lock)`, which the migrator makes `async with lock` too; but that "
    "statement runs up to Python 3.8 only, so the twin spells it out.",
)
