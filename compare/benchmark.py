"""``python -m compare bench``: schedules per second, beside other tools where installed.

Every tool gets the same program written in its own form, and a *schedule* is
what that tool counts as one run of it. Rates can be compared; counts cannot,
since tools differ in where they may switch tasks and in which orders they
leave out as equivalent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from compare import Limits, Scenario, World
from compare.engine.interleavings import Interleavings

MOST_SCHEDULES = 2000
ROUNDS = 5  # the fastest counts, as in timeit: the others were disturbed
SECONDS = 3.0

COUNTER = "two workers, two steps"
HOLDER = "cancelled at each step"


class Counter:
    """Loses an update when two tasks add to it at once."""

    def __init__(self) -> None:
        self.value = 0

    async def add_twice(self) -> None:
        for _ in range(2):
            value = self.value
            await asyncio.sleep(0)
            self.value = value + 1

    async def add_twice_with(self, world: Any) -> None:
        """Add twice; reading and writing are operations of the world."""
        for _ in range(2):
            await world.read()
            value = self.value
            await world.write()
            self.value = value + 1


async def two_adders(_: object = None) -> None:
    counter = Counter()
    await asyncio.gather(counter.add_twice(), counter.add_twice())


async def two_adders_with(world: Any) -> None:
    counter = Counter()
    await asyncio.gather(counter.add_twice_with(world), counter.add_twice_with(world))


async def hold(step: Callable[[], Any]) -> None:
    """Take ten steps and clean up with one more, wherever cancelled."""
    try:
        for _ in range(10):
            await step()
    finally:
        await step()


class Explored(NamedTuple):
    schedules: int
    exhausted: bool


# Explores for about so many seconds at most, and runs MOST_SCHEDULES at most.
Explore = Callable[[float], Explored]


def ours_by_operations(_: float) -> Explored:
    world = World(read=[None], write=[None])
    limits = Limits(cancellations=0)
    scenario = Scenario(COUNTER, {"counter": two_adders_with}, world, limits)
    verdict = scenario.prove(MOST_SCHEDULES)
    return Explored(verdict.schedules, verdict.exhausted)


def ours_by_callbacks(*, reduce: bool) -> Explore:
    def explore(_: float) -> Explored:
        limits = Limits(cancellations=0)
        programs = {"counter": two_adders}
        verdict = Interleavings(programs, World(), limits, reduce).prove(MOST_SCHEDULES)
        return Explored(sum(verdict.schedules.values()), verdict.exhausted)

    return explore


def ours_cancelled(_: float) -> Explored:
    world = World(step=[None])
    programs = {"holder": lambda world: hold(world.step)}
    verdict = Scenario(HOLDER, programs, world, Limits(cancellations=2)).prove(MOST_SCHEDULES)
    return Explored(verdict.schedules, verdict.exhausted)


def simloom(*, delays: int) -> Explore:
    def explore(seconds: float) -> Explored:
        deadline = time.perf_counter() + seconds

        async def program() -> None:
            if time.perf_counter() > deadline:
                # It has no bound in seconds, but a failure ends its exploration.
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
        # It does not say, but below its bounds it ends only when nothing is left.
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
    report = asyncio.run(tool.sweep(case, limits=limits))
    return Explored(report.coverage.attempts_run, report.coverage.complete)


# program, tool, what it explores, how; the first of a program is what the others are compared to.
CONTENDERS: list[tuple[str, str, str, Explore]] = [
    (COUNTER, "compare", "orders of answers", ours_by_operations),
    (COUNTER, "compare", "orders of callbacks", ours_by_callbacks(reduce=False)),
    (COUNTER, "compare", "orders of callbacks, reduced", ours_by_callbacks(reduce=True)),
    (COUNTER, "simloom", "orders of callbacks", simloom(delays=sys.maxsize)),
    (COUNTER, "simloom", "orders with at most 2 delays", simloom(delays=2)),
    (COUNTER, "frontrun", "orders of steps, reduced", frontrun(preemptions=None)),
    (COUNTER, "frontrun", "orders with at most 2 preemptions", frontrun(preemptions=2)),
    (HOLDER, "compare", "up to 2 cancellations", ours_cancelled),
    (HOLDER, "cancellens", "up to 2 cancellations", cancellens),
]
NEEDED_PYTHON = {"simloom": "3.12", "frontrun": "3.10", "cancellens": "3.10"}


@dataclass
class Row:
    """What one tool did; the figures are None if it is not installed.

    Attributes:
        seconds: that the fastest of up to ROUNDS explorations took.
        ratio: of its schedules per second to those of the program's first row.
        missing: how to install it, or an empty text.
    """

    program: str
    tool: str
    explores: str
    schedules: int | None = None
    exhausted: bool | None = None
    seconds: float | None = None
    per_second: float | None = None
    ratio: float | None = None
    missing: str = ""


def rows(seconds: float = SECONDS) -> Iterator[Row]:
    """Measure every tool, each for about so many seconds at most."""
    ours: dict[str, float] = {}
    for program, tool, explores, explore in CONTENDERS:
        row = Row(program, tool, explores)
        try:
            import_module(tool)
        except ImportError:
            python = NEEDED_PYTHON[tool]
            row.missing = f"not installed: pip install {tool} (needs Python {python} or later)"
        else:
            (row.schedules, row.exhausted), row.seconds = _fastest(explore, seconds)
            row.per_second = row.schedules / row.seconds
            row.ratio = row.per_second / ours.setdefault(program, row.per_second)
        yield row


def _fastest(explore: Explore, seconds: float) -> tuple[Explored, float]:
    taken: list[float] = []
    while True:
        began = time.perf_counter()
        explored = explore(seconds)
        taken.append(time.perf_counter() - began)
        if len(taken) == ROUNDS or sum(taken) + taken[-1] > seconds:
            return explored, min(taken)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(
        prog="python -m compare bench",
        description="Measure how many schedules per second are explored, here and by other tools.",
    )
    parser.add_argument("--json", action="store_true", help="print for a machine")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="stop each tool after so many (%(default)s)"
    )
    options = parser.parse_args(argv)
    found = []
    with Console(stderr=True).status("measuring") as status:
        for row in rows(options.seconds):
            found.append(row)
            status.update(f"measuring: {len(found)} of {len(CONTENDERS)}")
    if options.json:
        machine = {"python": platform.python_version(), "rows": [asdict(row) for row in found]}
        print(json.dumps(machine, indent=2))
    else:
        _show(found)
    return 0


def _show(found: Sequence[Row]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    table = Table(box=None, pad_edge=False)
    for heading in ["program", "tool", "explores"]:
        table.add_column(heading)
    for heading in ["schedules", "exhausted", "seconds", "per second", "ratio"]:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in found:
        if row.missing:
            table.add_row(row.program, row.tool, row.missing)
        else:
            table.add_row(
                row.program,
                row.tool,
                row.explores,
                f"{row.schedules:,}",
                "yes" if row.exhausted else "no",
                f"{row.seconds:.4f}",
                f"{row.per_second:,.0f}",
                f"{row.ratio:.3f}",
            )
    console.print(table, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
