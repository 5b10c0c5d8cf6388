"""The command that prints the mutation table."""

import argparse
import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import track
from rich.table import Table

from compare.mutations.subjects import SUBJECTS
from compare.mutations.table import Row, table


def main(argv: Sequence[str]) -> int:
    """Print the table; return 0 if every fault is killed and no right program accused, or 1."""
    parser = argparse.ArgumentParser(
        prog="python -m compare mutations",
        description="Seed faults into right programs and find each with its shortest schedule.",
    )
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    as_json = parser.parse_args(argv).json
    expected = sum(1 + len(subject.faults) for subject in SUBJECTS)
    rows: list[Row] = []
    try:
        for row in track(
            table(SUBJECTS),
            "Seeding faults",
            expected,
            console=Console(stderr=True),
            transient=True,
        ):
            rows.append(row)
    except KeyboardInterrupt:
        print("interrupted: these are the rows so far", file=sys.stderr)
    if as_json:
        print(json.dumps([row._asdict() for row in rows], indent=2))
    else:
        _print(rows)
    return 0 if len(rows) == expected and all(row.good for row in rows) else 1


def _print(rows: Sequence[Row]) -> None:
    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = 250  # a line per row, for grep and diff
    grid = Table("subject", "fault", "verdict", "shortest schedule", "run", box=None)
    for row in rows:
        fault = row.fault or "(the right programs)"
        schedule = "; ".join(row.schedule) or ("(at once)" if row.verdict == "killed" else "")
        grid.add_row(row.subject, fault, row.verdict, schedule, f"{row.schedules:,}")
    console.print(grid)
    faults = [row for row in rows if row.fault]
    killed = sum(row.good for row in faults)
    accused = sum(not row.good for row in rows if not row.fault)
    console.print(f"\n{killed} of {len(faults)} faults killed, {accused} right programs accused")
