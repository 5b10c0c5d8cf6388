"""The contract of periodic_refresh."""

import asyncio
from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World

RATES = {"USD": 2}
DOWN = ConnectionError("the bank does not answer")


def living(seconds: float = 0, fetches: int = 2) -> Callable[[ModuleType, Any], Any]:
    """Start the application, stop it when the world, or the clock, says so, and clean up.

    Rates are fetched every 60 s. The bank answers so many times, then not any more.
    """

    async def start(program: ModuleType, world: Any) -> None:
        left = [world.fetch] * fetches

        def fetch() -> Any:
            return left.pop()() if left else world.fetch_in_vain()

        app = program.application(fetch, 60, world.say)
        app.freeze()
        try:
            await app.startup()
            await (asyncio.sleep(seconds) if seconds else world.stopped())
        finally:
            await app.cleanup()

    return start


CONTRACT = Contract(
    "periodic_refresh",
    clauses=[
        "The application starts with rates: the first are fetched before it serves, and if they "
        "cannot be, it does not start.",
        "A minute after the last fetch has ended the next begins, for as long as it lives.",
        "A fetch that fails is said and leaves the rates; the next one comes all the same.",
        "When the application stops, whatever is being waited for, the next time or the bank, is "
        "dropped, and nothing is left running.",
    ],
    examples=[
        Example(
            "the rates are fetched each minute until the end",
            clauses=[1, 2, 4],
            start=living(seconds=150),
            world=World(fetch=[RATES, DOWN], fetch_in_vain=[NEVER]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "fresh rates: {'USD': 2}"),
                (60, "asks", "fetch() #2"),
                (60, "says", "fresh rates: {'USD': 2}"),
                (120, "asks", "fetch_in_vain()"),
                (150, "drops", "fetch_in_vain()"),
                (150, "ends", "returns None"),
            ],
        ),
        Example(
            "a fetch that fails leaves the old rates",
            clauses=[2, 3, 4],
            start=living(seconds=150, fetches=1),
            world=World(fetch=[RATES], fetch_in_vain=[DOWN, NEVER]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "fresh rates: {'USD': 2}"),
                (60, "asks", "fetch_in_vain()"),
                (60, "says", "the rates stay as they are: the bank does not answer"),
                (120, "asks", "fetch_in_vain() #2"),
                (120, "says", "the rates stay as they are: the bank does not answer"),
                (150, "ends", "returns None"),
            ],
        ),
        Example(
            "an application that is stopped leaves nothing running",
            clauses=[4],
            start=living(),
            world=World(fetch=[RATES, DOWN], fetch_in_vain=[NEVER], stopped=[None]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "fresh rates: {'USD': 2}"),
                (0, "asks", "stopped()"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "without first rates the application does not start",
            clauses=[1],
            start=living(),
            world=World(fetch=[DOWN]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "ends", "raises ConnectionError('the bank does not answer')"),
            ],
        ),
    ],
    better="`cleanup_ctx` for `on_startup` and `on_cleanup`: what begins and how it ends stand "
    "together, the task needs no place in between, and what did not begin is not ended.",
)
