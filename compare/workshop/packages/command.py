"""``python -m compare packages``: the customer endpoint on the versions of its years."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from compare.workshop.packages.environments import LIBRARIES
from compare.workshop.packages.serving import Row, rows
from off_coroutine.console import for_tables
from off_coroutine.interpreters import Interpreter, chosen
from off_coroutine.options import AGREE, DIFFERENT, USAGE, add_json

if TYPE_CHECKING:
    from off_coroutine.options import Commands


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "packages",
        help="serve the customer endpoint on other Pythons, with the packages of their years",
        description="Serve the customer endpoint inside other Pythons, each with the newest "
        "aiohttp, Motor and PyMongo that it can run, and compare every answer with the "
        "contract's. The packages are kept in virtual environments in the user's cache folder.",
        epilog="Ends with 0 if all agree, 1 if any differ, 2 if any could not be run.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "--python",
        action="append",
        metavar="VERSION",
        help="such as 3.6, or all; may be repeated (all)",
    )
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Print the table, and return the exit status."""
    served = run(chosen(options.python or ["all"]))
    if options.json:
        print(json.dumps(as_json(served), indent=2))
    else:
        show(served)
    return status(served)


def run(interpreters: Sequence[Interpreter]) -> list[Row]:
    """Serve the endpoint on each interpreter, with progress; not to be called from a coroutine."""
    return asyncio.run(_run(interpreters))


def as_json(served: Sequence[Row]) -> list[dict[str, Any]]:
    return [{**asdict(row), "verdict": row.verdict} for row in served]


def status(served: Sequence[Row]) -> int:
    """Return 0 if all agree, 1 if any differ, or else 2."""
    if any(row.differences for row in served):
        return DIFFERENT
    return USAGE if any(row.error for row in served) else AGREE


async def _run(interpreters: Sequence[Interpreter]) -> list[Row]:
    cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def fill(interpreter: Interpreter) -> list[Row]:
        async with cores:
            filled = await rows(interpreter)
        progress.advance(task)
        return filled

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("packages", total=len(interpreters))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fill(interpreter)) for interpreter in interpreters]
    return [row for each in tasks for row in each.result()]


def show(served: Sequence[Row]) -> None:
    """Print the table."""
    console = for_tables()
    table = Table("python", *LIBRARIES, "style", "exchanges", "verdict", box=None, pad_edge=False)
    for row in served:
        versions = [row.versions.get(name, "") for name in LIBRARIES]
        table.add_row(row.python, *versions, row.style, str(row.exchanges), row.verdict)
    console.print(table, markup=False)
