"""What is measured: two programs, each explored by the tools that can.

The tools are imported when they explore; none is a dependency.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from off_coroutine import Limits, Scenario, World
from off_coroutine.engine.interleavings import Interleavings

MOST_SCHEDULES = 2000

COUNTER = "a counter that loses updates"
HOLDER = "a function that cleans up"


class Counter:
    """Loses an update when two tasks add to it at once."""

    def __init__(self) -> None:
        self.value = 0

    async def add_twice(self) -> None:
        for _ in range(2):
            value = self.value
            await asyncio.sleep(0)
            self.value = value + 1

    async def add_twice_in(self, world: Any) -> None:
        """Add twice, with reading and writing as operations of the world."""
        for _ in range(2):
            await world.read()
            value = self.value
            await world.write()
            self.value = value + 1


async def two_adders(_: object = None) -> None:
    counter = Counter()
    await asyncio.gather(counter.add_twice(), counter.add_twice())


async def two_adders_in(world: Any) -> None:
    counter = Counter()
    await asyncio.gather(counter.add_twice_in(world), counter.add_twice_in(world))


async def hold(step: Callable[[], Any]) -> None:
    """Take ten steps and, even if cancelled, one more to clean up."""
    try:
        for _ in range(10):
            await step()
    finally:
        await step()


class Explored(NamedTuple):
    schedules: int
    exhausted: bool


# Explores for about so many seconds and MOST_SCHEDULES schedules at most.
Explore = Callable[[float], Explored]


def compare_operations(_: float) -> Explored:
    world = World(read=[None], write=[None])
    scenario = Scenario(COUNTER, {"adders": two_adders_in}, world, Limits(cancellations=0))
    verdict = scenario.prove(MOST_SCHEDULES)
    return Explored(verdict.schedules, verdict.exhausted)


def compare_callbacks(*, reduce: bool) -> Explore:
    def explore(_: float) -> Explored:
        limits = Limits(cancellations=0)
        exploration = Interleavings({"adders": two_adders}, World(), limits, reduce)
        verdict = exploration.prove(MOST_SCHEDULES)
        return Explored(verdict.schedules["adders"], verdict.exhausted)

    return explore


def compare_cancellations(_: float) -> Explored:
    programs = {"holder": lambda world: hold(world.step)}
    scenario = Scenario(HOLDER, programs, World(step=[None]), Limits(cancellations=2))
    verdict = scenario.prove(MOST_SCHEDULES)
    return Explored(verdict.schedules, verdict.exhausted)


def simloom(*, delays: int) -> Explore:
    def explore(seconds: float) -> Explored:
        deadline = time.perf_counter() + seconds

        async def program() -> None:
            if time.perf_counter() > deadline:
                # It takes no bound in seconds, but ends at the first failure.
                raise TimeoutError
            await two_adders()

        found = import_module("simloom").explore_systematic(
            program, max_delays=delays, max_schedules=MOST_SCHEDULES
        )
        return Explored(found.schedules, found.exhaustive)

    return explore


def frontrun(*, preemptions: int | None) -> Explore:
    def explore(seconds: float) -> Explored:
        deadline = time.perf_counter() + seconds
        found = asyncio.run(
            import_module("frontrun").explore(
                setup=Counter,
                workers=Counter.add_twice,
                count=2,
                invariant=lambda counter: True,
                preemption_bound=preemptions,
                max_executions=MOST_SCHEDULES,
                total_timeout=seconds,
            )
        )
        # It does not say whether it exhausted them, but short of its bounds it ends only then.
        bounded = found.num_explored >= MOST_SCHEDULES or time.perf_counter() > deadline
        return Explored(found.num_explored, not bounded)

    return explore


def cancellens(seconds: float) -> Explored:
    tool = import_module("cancellens")

    async def nothing(*_: object) -> None:
        pass

    case = tool.Case(
        factory=nothing,
        operation=lambda _: hold(lambda: asyncio.sleep(0)),
        oracle=nothing,
        teardown=nothing,
    )
    limits = tool.Limits(max_attempts=MOST_SCHEDULES, max_depth=2, total_timeout=seconds)
    coverage = asyncio.run(tool.sweep(case, limits=limits)).coverage
    return Explored(coverage.attempts_run, coverage.complete)


class Contender(NamedTuple):
    program: str
    tool: str  # the module that is imported, and the package that is installed
    explores: str
    explore: Explore


# The others of a program are compared to its first.
CONTENDERS = [
    Contender(COUNTER, "compare", "orders of answers", compare_operations),
    Contender(COUNTER, "compare", "orders of callbacks", compare_callbacks(reduce=False)),
    Contender(COUNTER, "compare", "orders of callbacks, reduced", compare_callbacks(reduce=True)),
    Contender(COUNTER, "simloom", "orders of callbacks", simloom(delays=sys.maxsize)),
    Contender(COUNTER, "simloom", "orders with up to 2 delays (its default)", simloom(delays=2)),
    Contender(COUNTER, "frontrun", "orders of steps, reduced", frontrun(preemptions=None)),
    Contender(
        COUNTER, "frontrun", "with up to 2 preemptions (its default)", frontrun(preemptions=2)
    ),
    Contender(HOLDER, "compare", "up to 2 cancellations", compare_cancellations),
    Contender(HOLDER, "cancellens", "up to 2 cancellations", cancellens),
]
