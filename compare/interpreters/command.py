"""The command that lists the Pythons on this machine."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from compare.contracts import programs
from compare.interpreters.requirements import packages
from compare.interpreters.talking import ask
from compare.styles import PACKAGES
from off_coroutine.console import for_tables
from off_coroutine.interpreters import Interpreter, find, how_to_get, missing
from off_coroutine.options import AGREE, UsageError, add_json
from off_coroutine.process import FailedError

if TYPE_CHECKING:
    from off_coroutine.options import Commands


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "interpreters",
        help="list the Pythons on this machine, and what each can run",
        description="List the Pythons of PATH, pyenv, uv, Debian and the environment variable "
        "PY_PYTHONS, what each can run, and how to get those that are missing.",
    )
    parser.set_defaults(run=command)
    parser.add_argument("path", nargs="*", type=Path, help="where there is another Python")
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Print the list; return 0 whatever is missing or broken.

    Raises:
        UsageError: there is nothing at a path.
    """
    for path in options.path:
        if not path.exists():
            raise UsageError(f"there is nothing at {path}: give the path of a Python, or none")
    found = find(options.path)
    bare = [program for program in programs() if not packages(program)]
    rows = asyncio.run(_rows(found, bare))
    absent = {name: how_to_get(name) for name in missing(found)}
    if options.json:
        print(json.dumps({"interpreters": rows, "missing": absent}, indent=2))
    else:
        _show(rows, absent)
    return AGREE


async def _rows(found: list[Interpreter], programs: list[str]) -> list[dict[str, Any]]:
    return await asyncio.gather(*[_row(interpreter, programs) for interpreter in found])


async def _row(interpreter: Interpreter, programs: list[str]) -> dict[str, Any]:
    """Return an interpreter and what it can run."""
    row = {
        "name": interpreter.name,
        "version": ".".join(map(str, interpreter.version)),
        "implementation": interpreter.implementation,
        "path": str(interpreter.path),
        "broken": interpreter.broken,
    }
    if interpreter.broken:
        return row
    try:
        return {**row, **await ask(interpreter, "abilities", programs)}
    except FailedError as error:
        return {**row, "broken": str(error)}


def _show(rows: list[dict[str, Any]], absent: dict[str, str]) -> None:
    console = for_tables()
    table = Table(box=None, pad_edge=False)
    for heading in ["version", "implementation", *PACKAGES, "coroutine is of", "path"]:
        table.add_column(heading, overflow="fold")
    for row in rows:
        if row["broken"]:
            continue
        runs = [_runs(row["lacking"][style]) for style in PACKAGES]
        table.add_row(row["version"], row["implementation"], *runs, row["decorator"], row["path"])
    console.print(table)
    for row in rows:
        if row["broken"]:
            console.print(f"broken: {row['path']}: {row['broken']}", markup=False, highlight=False)
    for name, cure in absent.items():
        console.print(f"missing: {name}, get it by: {cure}", markup=False, highlight=False)


def _runs(lacking: dict[str, str]) -> str:
    """Return which programs run, given what each lacks, and what the others lack."""
    others = {program: lack for program, lack in lacking.items() if lack}
    if not others:
        return "all"
    which = "none" if len(others) == len(lacking) else "not " + ", ".join(others)
    return f"{which}: no {', '.join(sorted(set(others.values())))}"
