"""Every program, every scenario, every style: run and compare."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence

from rich.console import Console

from compare import table
from compare.contracts import contract_of, programs
from compare.interpreters import matrix
from compare.interpreters.requirements import packages
from compare.rows import Row, run
from compare.styles import PACKAGES, STYLES, load_all
from compare.workshop.packages import command as packages_command
from off_coroutine.interpreters import Interpreter, chosen, missing
from off_coroutine.options import DIFFERENT, UsageError, add_bound, add_json


def add_options(parser: argparse.ArgumentParser) -> None:
    """Make the suite what the command line runs when no command is named."""
    parser.set_defaults(run=command)
    parser.add_argument(
        "--program",
        action="append",
        choices=by_needs(),
        metavar="PROGRAM",
        help="only this program; may be given again (%(choices)s)",
    )
    parser.add_argument(
        "--style",
        action="append",
        choices=STYLES,
        metavar="STYLE",
        help="only this style; may be given again (%(choices)s)",
    )
    parser.add_argument(
        "--driver",
        choices=["motor", "pymongo"],
        default="motor",
        help="the driver of the customer endpoint (%(default)s)",
    )
    parser.add_argument(
        "--python",
        action="append",
        metavar="PYTHON",
        help="also inside this Python, 3.6 or pypy3 or a path, or inside all; may be given again",
    )
    parser.add_argument(
        "--with-packages",
        action="store_true",
        help="with --python: also serve the customer endpoint there, see the command `packages`",
    )
    add_json(parser)
    add_bound(parser)


def command(options: argparse.Namespace) -> int:
    """Run the suite and print its table; return the exit status.

    Raises:
        UsageError: --with-packages without --python, or a Python that there isn't.
    """
    asked = options.python or []
    if options.with_packages and not asked:
        raise UsageError("--with-packages on which Python? Add --python 3.6, or --python all")
    interpreters = chosen(asked)
    with Console(stderr=True).status("") as status:
        rows = run_asked(options, interpreters, status.update)
    absent = missing(interpreters) if "all" in asked else []
    served = packages_command.run(interpreters) if options.with_packages else []
    if options.json:
        found = table.as_json(rows, absent)
        if served:
            found["packages"] = packages_command.as_json(served)
        print(json.dumps(found, indent=2))
    else:
        table.show(rows, options.style or STYLES, interpreters, absent)
        if served:
            packages_command.show(served)
    if not all(row.agrees for row in rows):
        return DIFFERENT
    return packages_command.status(served)


def run_asked(
    options: argparse.Namespace,
    interpreters: Sequence[Interpreter],
    progress: Callable[[str], None],
) -> list[Row]:
    """Run what the options ask for here, and in the styles with files inside the interpreters."""
    styles = options.style or STYLES
    names = list(dict.fromkeys(options.program or by_needs()))
    rows: list[Row] = []
    for name in names:
        progress(f"{name}: loading")
        contract = contract_of(name)
        modules = load_all(name, styles)
        count = len(contract.examples) + len(contract.exchanges)
        for number, row in enumerate(
            run(contract, modules, driver=options.driver, maximum=options.max_schedules), 1
        ):
            rows.append(row)
            progress(f"{name}: {number} of {count} scenarios")
    with_files = [style for style in styles if style in PACKAGES]
    reports = matrix.run(interpreters, names, with_files, options.max_schedules, progress)
    for row in rows:
        row.reports = [report for report in reports if report.program == row.program]
    return rows


def by_needs() -> list[str]:
    """Return the names of the programs, those with the fewest needs first."""
    return sorted(programs(), key=lambda name: len(packages(name)))
