"""The command that prints the mutation table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from compare.workshop.mutations.subjects import SUBJECTS
from compare.workshop.mutations.table import Row, table
from off_coroutine.options import AGREE, DIFFERENT, INTERRUPTED, add_json

if TYPE_CHECKING:
    from off_coroutine.options import Commands


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "mutations",
        help="show that each of the seeded faults is found",
        description="Seed faults into right programs; show each with its shortest schedule.",
        epilog="Ends with 0 if every fault is killed and no right program accused, 1 if not,"
        " 130 after Ctrl-C.",
    )
    parser.set_defaults(run=command)
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Print the table, as far as it was made; return the exit status."""
    expected = sum(1 + len(subject.faults) for subject in SUBJECTS)
    progress = Console(stderr=True)
    rows: list[Row] = []
    interrupted = False
    try:
        rows.extend(track(table(SUBJECTS), "mutations", expected, console=progress, transient=True))
    except KeyboardInterrupt:
        interrupted = True
    if options.json:
        print(json.dumps([row._asdict() for row in rows], indent=2))
    else:
        print("\n".join(_lines(rows)[1:]))
    if interrupted:
        print(f"interrupted after {len(rows)} of {expected} rows", file=sys.stderr)
        return INTERRUPTED
    if not options.json:
        print(_tally(rows))
    return AGREE if all(row.good for row in rows) else DIFFERENT


def _lines(rows: Sequence[Row]) -> list[str]:
    lines = []
    for row in rows:
        if row.fault is None:
            lines += ["", f"{row.subject}: the right programs are {row.verdict}, {_run(row)}"]
        else:
            schedule = "; ".join(row.schedule) or "(at once)"
            shown = schedule if row.verdict == "killed" else f"nothing differs, {_run(row)}"
            lines.append(f"  {row.verdict:9} {row.fault:56} {shown}")
    return lines


def _tally(rows: Sequence[Row]) -> str:
    faults = [row for row in rows if row.fault is not None]
    killed = sum(row.verdict == "killed" for row in faults)
    accused = sum(row.verdict == "accused" for row in rows)
    return f"\n{killed} of {len(faults)} faults killed, {accused} right programs accused"


def _run(row: Row) -> str:
    return f"{row.schedules:,} schedules run"
