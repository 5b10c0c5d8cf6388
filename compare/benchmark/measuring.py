"""Measure every tool that is installed, and print a table.

A *schedule* is what a tool counts as one run of the program. Rates can be
compared; counts cannot, since tools differ in where they may switch tasks and
in which orders they leave out as equivalent.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from compare.benchmark.contenders import CONTENDERS, Explore, Explored
from compare.options import add_json

if TYPE_CHECKING:
    from compare.options import Commands

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


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "bench",
        help="measure the engine beside the other tools installed",
        description="Measure how many schedules per second this engine and other tools explore.",
    )
    parser.set_defaults(run=command)
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Measure and print; return the exit status, 0."""
    found = []
    with Console(stderr=True).status("") as status:
        for row in rows():
            found.append(row)
            status.update(f"{len(found)} of {len(CONTENDERS)} measured")
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
    last = ""
    for row in found:
        cells = [row.missing]
        if not row.missing:
            cells = [
                row.explores,
                f"{row.schedules:,}",
                "yes" if row.exhausted else "no",
                f"{row.seconds:.4f}",
                f"{row.per_second:,.0f}",
                f"{row.ratio:.3f}",
            ]
        table.add_row(row.program if row.program != last else "", row.tool, *cells)
        last = row.program
    console.print(table, highlight=False)
