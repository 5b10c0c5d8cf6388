"""The contract of sleep_ordering."""

from types import ModuleType
from typing import Any, Callable, List, Tuple

from compare.contract import Contract, Example


def tasks(*delays: float) -> Callable[[ModuleType, Any], Any]:
    """Start tasks numbered from 1 with these delays, in seconds."""
    numbered: List[Tuple[int, float]] = list(enumerate(delays, 1))
    return lambda program, world: program.main(numbered, world.say)


CONTRACT = Contract(
    "sleep_ordering",
    clauses=[
        "Each task says `Running Task <msg>` once, when its delay is over and not before.",
        "Tasks run together: the whole takes as long as the longest delay.",
        "Tasks whose delays end together speak in the order in which they were started.",
        "A delay of zero ends before any time passes.",
        "The program ends when every task has spoken, and gives None.",
    ],
    examples=[
        Example(
            "the published delays print 2, 1, 3",
            clauses=[1, 2, 5],
            start=tasks(2, 1, 3),
            expected=[
                (1, "says", "Running Task 2"),
                (2, "says", "Running Task 1"),
                (3, "says", "Running Task 3"),
                (3, "ends", "returns None"),
            ],
        ),
        Example(
            "equal delays wake in starting order",
            clauses=[2, 3],
            start=tasks(1, 1, 1),
            expected=[
                (1, "says", "Running Task 1"),
                (1, "says", "Running Task 2"),
                (1, "says", "Running Task 3"),
                (1, "ends", "returns None"),
            ],
        ),
        Example(
            "a delay of zero speaks before time passes",
            clauses=[1, 4],
            start=tasks(0.5, 0),
            expected=[
                (0, "says", "Running Task 2"),
                (0.5, "says", "Running Task 1"),
                (0.5, "ends", "returns None"),
            ],
        ),
        Example(
            "no tasks end at once",
            clauses=[5],
            start=tasks(),
            expected=[(0, "ends", "returns None")],
        ),
    ],
)
