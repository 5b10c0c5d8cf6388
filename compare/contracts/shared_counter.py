"""The contract of shared_counter."""

from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import World


def counting(how: str, times: int, workers: str) -> Callable[[ModuleType, Any], Any]:
    """Let each worker, a letter, count so many times by the function of this name."""

    def start(program: ModuleType, world: Any) -> Any:
        return program.together(getattr(program, how), times, workers, world.pause)

    return start


CONTRACT = Contract(
    "shared_counter",
    clauses=[
        "Workers count at the same time, and each pauses as often as it counts.",
        "What stands between two awaits is atomic: no hit is lost, in whatever order the pauses "
        "end.",
        "With an await between reading and writing, the last to write wins, and what the others "
        "wrote in between is lost.",
        "Who is alone loses nothing.",
    ],
    examples=[
        Example(
            "nothing is lost without an await in between",
            clauses=[1, 2],
            start=counting("count", 2, "AB"),
            world=World(pause=[None]),
            expected=[
                (0, "asks", "pause('A')"),
                (0, "asks", "pause('B')"),
                (0, "asks", "pause('A') #2"),
                (0, "asks", "pause('B') #2"),
                (0, "ends", "returns 4"),
            ],
        ),
        Example(
            "hits are lost with an await in between",
            clauses=[1, 3],
            start=counting("count_carelessly", 2, "AB"),
            world=World(pause=[None]),
            expected=[
                (0, "asks", "pause('A')"),
                (0, "asks", "pause('B')"),
                (0, "asks", "pause('A') #2"),  # A wrote 1 and has read it
                (0, "asks", "pause('B') #2"),  # B wrote 1 as well, and has read it
                (0, "ends", "returns 2"),
            ],
        ),
        Example(
            "nothing is lost by one worker alone",
            clauses=[4],
            start=counting("count_carelessly", 3, "A"),
            world=World(pause=[None]),
            expected=[
                (0, "asks", "pause('A')"),
                (0, "asks", "pause('A') #2"),
                (0, "asks", "pause('A') #3"),
                (0, "ends", "returns 3"),
            ],
        ),
        Example(
            "which hits are lost is up to the order of the pauses",
            clauses=[3],
            start=counting("count_carelessly", 2, "ABC"),
            world=World(pause=[None]),
            expected=[
                (0, "asks", "pause('A')"),
                (0, "asks", "pause('B')"),
                (0, "asks", "pause('C')"),
                (0, "asks", "pause('A') #2"),
                (0, "asks", "pause('B') #2"),
                (0, "asks", "pause('C') #2"),
                (0, "ends", "returns 2"),
            ],
        ),
    ],
)
