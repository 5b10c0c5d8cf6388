"""Measure the engine and every other tool that is installed.

A *schedule* is what a tool counts as one run of the program. Rates can be
compared; counts cannot, since tools differ in where they may switch tasks and
in which orders they leave out as equivalent.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from compare.workshop.benchmark.contenders import CONTENDERS, Explore, Explored

ROUNDS = 5  # the fastest counts, as in timeit: other rounds were disturbed more
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


def rows(seconds: float = 3.0) -> Iterator[Row]:
    """Measure every contender, each for about so many seconds at most."""
    first: dict[str, float] = {}
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
            row.ratio = row.per_second / first.setdefault(program, row.per_second)
        yield row


def _fastest(explore: Explore, seconds: float) -> tuple[Explored, float]:
    """Explore up to ROUNDS times; return one outcome, and the shortest time."""
    taken: list[float] = []
    gc.collect()
    # simloom collects garbage in every run: 300 runs/s here with all our modules
    # to go through, 4,300 without.
    gc.freeze()
    try:
        while True:
            began = time.perf_counter()
            explored = explore(seconds)
            taken.append(time.perf_counter() - began)
            if len(taken) == ROUNDS or sum(taken) + taken[-1] > seconds:
                return explored, min(taken)
    finally:
        gc.unfreeze()
