"""``python -m compare bench``: measure, and show it as tables, as JSON or as a page."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console

from compare.report.page import directory, write
from compare.workshop.benchmark import costs, measuring
from compare.workshop.benchmark.tables import show_engine, show_styles
from off_coroutine.options import add_json

if TYPE_CHECKING:
    from off_coroutine.options import Commands

Row = TypeVar("Row")


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "bench",
        help="measure what the styles cost, and the engine beside the other tools installed",
        description="Measure what work costs in each style, as ratios to modern, and how many "
        "schedules per second this engine and other tools explore.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "only", nargs="?", choices=["styles", "engine"], help="measure only this; without, both"
    )
    parser.add_argument("--report", metavar="DIR", help="write a page instead, DIR/cost.html")
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Measure and show; return the exit status, 0."""
    path = directory(options.report) / "cost.html" if options.report else None
    styles: list[costs.Cost] = []
    engine: list[measuring.Row] = []
    with Console(stderr=True).status("") as status:
        if options.only != "engine":
            styles = _all(costs.costs(), status.update)
        if options.only != "styles":
            engine = _all(measuring.rows(), status.update)
    if path:
        write(
            path,
            "cost.html",
            python=f"{platform.python_implementation()} {platform.python_version()}",
            styles={kind: list(rows) for kind, rows in groupby(styles, attrgetter("kind"))},
            kinds=costs.KINDS,
            method=costs.METHOD,
            reference=costs.REFERENCE,
            cheaper=costs.cheaper(styles),
            engine=engine,
        )
        print(path)
    elif options.json:
        machine = {
            "python": platform.python_version(),
            "styles": [asdict(cost) for cost in styles],
            "engine": [asdict(row) for row in engine],
        }
        print(json.dumps(machine, indent=2))
    else:
        if styles:
            show_styles(styles)
        if engine:
            show_engine(engine)
    return 0


def _all(rows: Iterable[Row], progress: Callable[[str], None]) -> list[Row]:
    found = []
    for row in rows:
        found.append(row)
        progress(f"{len(found)} measured")
    return found
