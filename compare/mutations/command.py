"""The command that prints the mutation table."""

import argparse
import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import track

from compare.mutations.subjects import SUBJECTS
from compare.mutations.table import Row, table


def main(argv: Sequence[str]) -> int:
    """Print the table; return 0 if every fault is killed and no right program accused, or 1."""
    parser = argparse.ArgumentParser(
        prog="python -m compare mutations",
        description="Seed faults into right programs; show each with its shortest schedule.",
        epilog="Ends with 0 if every fault is killed and no right program accused, 1 if not.",
    )
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    options = parser.parse_args(argv)
    expected = sum(1 + len(subject.faults) for subject in SUBJECTS)
    progress = Console(stderr=True)
    rows: list[Row] = []
    try:
        rows.extend(track(table(SUBJECTS), "mutations", expected, console=progress, transient=True))
    except KeyboardInterrupt:
        print(f"interrupted after {len(rows)} of {expected} rows", file=sys.stderr)
    print(json.dumps([row._asdict() for row in rows], indent=2) if options.json else _text(rows))
    return 0 if len(rows) == expected and all(row.good for row in rows) else 1


def _text(rows: Sequence[Row]) -> str:
    lines = []
    for row in rows:
        if row.fault is None:
            lines += ["", f"{row.subject}: the right programs are {row.verdict}, {_run(row)}"]
        else:
            schedule = "; ".join(row.schedule) or "(at once)"
            shown = schedule if row.verdict == "killed" else f"nothing differs, {_run(row)}"
            lines.append(f"  {row.verdict:9} {row.fault:56} {shown}")
    faults = [row for row in rows if row.fault is not None]
    killed = sum(row.verdict == "killed" for row in faults)
    accused = sum(row.verdict == "accused" for row in rows)
    lines += ["", f"{killed} of {len(faults)} faults killed, {accused} right programs accused"]
    return "\n".join(lines[1:])


def _run(row: Row) -> str:
    return f"{row.schedules:,} schedules run"
