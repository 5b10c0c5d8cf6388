"""The contract of first_coroutine."""

from types import ModuleType
from typing import Any

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World


def first(program: ModuleType, world: Any) -> Any:
    """Call the first coroutine."""
    return program.first("London", world.measure, world.say)


CONTRACT = Contract(
    "first_coroutine",
    clauses=[
        "The first coroutine runs up to where it waits, and on when the answer is there.",
        "What it awaits runs inside of it: a value comes back through every coroutine on the way.",
        "An error comes back the same way, and leaves the event loop unchanged.",
        "While there is no answer, the event loop is not left.",
    ],
    examples=[
        Example(
            "an answer comes back through every coroutine",
            clauses=[1, 2],
            start=first,
            world=World(measure=[11, LookupError("no station"), NEVER]),
            expected=[
                (0, "says", "inside: asking for London"),
                (0, "asks", "measure('London')"),
                (0, "says", "inside: it has 11 degrees in London"),
                (0, "ends", "returns '11 degrees in London'"),
            ],
        ),
        Example(
            "an error leaves the event loop unchanged",
            clauses=[1, 3],
            start=first,
            world=World(measure=[LookupError("no station")]),
            expected=[
                (0, "says", "inside: asking for London"),
                (0, "asks", "measure('London')"),
                (0, "ends", "raises LookupError('no station')"),
            ],
        ),
        Example(
            "without an answer the event loop is not left",
            clauses=[1, 4],
            start=first,
            world=World(measure=[NEVER]),
            expected=[
                (0, "says", "inside: asking for London"),
                (0, "asks", "measure('London')"),
                (0, "ends", "hangs: waiting for measure('London')"),
            ],
        ),
    ],
)
