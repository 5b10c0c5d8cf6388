"""``python -m compare bench``: measure, and show it as tables, as JSON or as a page."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console

from compare.report.page import directory, write
from compare.workshop.benchmark import costs, growth, measuring
from compare.workshop.benchmark.tables import show_engine, show_growth, show_styles
from off_coroutine.options import UsageError, add_json, positive

if TYPE_CHECKING:
    from off_coroutine.options import Commands

Row = TypeVar("Row")


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "bench",
        help="measure what the styles cost, the engine and the migrator beside other tools",
        description="Measure what work costs in each style, as ratios to modern, and how many "
        "schedules per second this engine and other tools explore; or, if asked for, what a line "
        "costs the migrator and the review in small projects and in large ones.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "only",
        nargs="?",
        choices=["styles", "engine", "migrate"],
        help="measure only this; without, styles and engine",
    )
    parser.add_argument(
        "tree",
        nargs="?",
        type=Path,
        metavar="PATH",
        help="of migrate: this folder of Python files, not copies of our fixtures",
    )
    parser.add_argument(
        "--largest",
        type=positive,
        metavar="N",
        help="of migrate: the lines of the largest project (1,000,000, or those of PATH)",
    )
    parser.add_argument("--report", metavar="DIR", help="write a page instead, DIR/cost.html")
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Measure and show; return the exit status, 0.

    Raises:
        UsageError: what is asked for belongs to another measurement, or there is nothing to read.
    """
    if options.only == "migrate":
        return _migrate(options)
    if options.tree or options.largest:
        raise UsageError("PATH and --largest are of `bench migrate`")
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


def _migrate(options: argparse.Namespace) -> int:
    if options.report:
        raise UsageError("`bench migrate` has no page: --json prints for a machine")
    if options.tree and not any(options.tree.rglob("*.py")):
        raise UsageError(f"no Python file in {options.tree}")
    with Console(stderr=True).status("measuring") as status:
        rows = _all(growth.growth(options.largest, options.tree), status.update)
    rows.sort(key=attrgetter("lines"))
    found = growth.exponents(rows)
    if options.json:
        machine = {"rows": [asdict(row) for row in rows], "exponents": found}
        print(json.dumps({"python": platform.python_version(), **machine}, indent=2))
    else:
        show_growth(rows, found)
    return 0


def _all(rows: Iterable[Row], progress: Callable[[str], None]) -> list[Row]:
    found = []
    for row in rows:
        found.append(row)
        progress(f"{len(found)} measured")
    return found
