"""The contract of first_wins."""

from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, Limits, World

MIRRORS = ["Oslo", "Lima", "Rome"]
BROKEN = ConnectionResetError("broken")
DEFECT = ValueError("a defect")


def race(program: ModuleType, world: Any) -> Any:
    """Let three mirrors race."""
    return program.main(world.ask, MIRRORS, world.say)


def race_of(*operations: str) -> Callable[[ModuleType, Any], Any]:
    """Let mirrors race, each of which is an operation of its own."""

    def start(program: ModuleType, world: Any) -> Any:
        return program.main(lambda mirror: getattr(world, mirror)(), list(operations), world.say)

    return start


def race_with_clean_up(program: ModuleType, world: Any) -> Any:
    """Let two mirrors race, of which Lima disconnects whatever happens."""

    async def lima() -> Any:
        try:
            return await world.lima()
        finally:
            await world.disconnect()

    return program.main(
        lambda mirror: lima() if mirror == "Lima" else world.oslo(), MIRRORS[:2], world.say
    )


CONTRACT = Contract(
    "first_wins",
    clauses=[
        "All the mirrors are asked at once.",
        "The first answer wins, also if it is None; the others are cancelled.",
        "A mirror that cannot be reached drops out, and the race goes on.",
        "If all have dropped out, nobody wins, and their errors are said.",
        "A defect is not taken for a lost race: it ends the race and comes out.",
        "The race is over when everybody has ended: who is cancelled is waited for while it "
        "cleans up.",
    ],
    examples=[
        Example(
            "the first answer wins and the others are cancelled",
            clauses=[1, 2],
            start=race,
            world=World(ask=["hello", None, BROKEN, DEFECT, NEVER]),
            expected=[
                (0, "asks", "ask('Oslo')"),
                (0, "asks", "ask('Lima')"),
                (0, "asks", "ask('Rome')"),
                (0, "drops", "ask('Lima')"),
                (0, "drops", "ask('Rome')"),
                (0, "says", "the winner: hello"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a broken mirror drops out",
            clauses=[3],
            start=race_of("oslo", "lima", "rome"),
            world=World(oslo=[BROKEN], lima=["hello", BROKEN], rome=[NEVER, "hi"]),
            expected=[
                (0, "asks", "oslo()"),
                (0, "asks", "lima()"),
                (0, "asks", "rome()"),
                (0, "drops", "rome()"),
                (0, "says", "the winner: hello"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "nobody wins if all drop out",
            clauses=[4],
            start=race,
            world=World(ask=[BROKEN, TimeoutError("too slow")]),
            expected=[
                (0, "asks", "ask('Oslo')"),
                (0, "asks", "ask('Lima')"),
                (0, "asks", "ask('Rome')"),
                (0, "says", "nobody won: broken broken broken"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a defect ends the race",
            clauses=[5],
            start=race_of("oslo", "lima"),
            world=World(oslo=[DEFECT, BROKEN], lima=["hello", DEFECT]),
            expected=[
                (0, "asks", "oslo()"),
                (0, "asks", "lima()"),
                (0, "drops", "lima()"),
                (0, "ends", "raises ValueError('a defect')"),
            ],
        ),
        Example(
            "the loser cleans up before the race is over",
            clauses=[6],
            start=race_with_clean_up,
            world=World(oslo=["hello", DEFECT], lima=["hi", BROKEN], disconnect=[None, BROKEN]),
            expected=[
                (0, "asks", "oslo()"),
                (0, "asks", "lima()"),
                (0, "drops", "lima()"),
                (0, "asks", "disconnect()"),
                (0, "says", "the winner: hello"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "two answers in one turn have one winner",
            clauses=[2, 3],
            start=race_of("oslo", "lima"),
            world=World(oslo=["hello", BROKEN], lima=["hi", BROKEN]),
            limits=Limits(cancellations=0, simultaneous=2),
            expected=[
                (0, "asks", "oslo()"),
                (0, "asks", "lima()"),
                (0, "drops", "lima()"),
                (0, "says", "the winner: hello"),
                (0, "ends", "returns None"),
            ],
        ),
    ],
)
