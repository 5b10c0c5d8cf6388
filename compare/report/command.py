"""``python -m compare --report DIR``: run the suite and write what it found as a page."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.status import Status

from compare.contracts import contract_of
from compare.differences import known_differences
from compare.report import gathering
from compare.report.page import directory, write
from compare.styles import STYLES, load_all
from compare.suite import run_asked
from off_coroutine.interpreters import chosen, find
from off_coroutine.options import AGREE, DIFFERENT

if TYPE_CHECKING:
    from off_coroutine.options import Options


class _Report(argparse.Action):
    """Makes the page what the command line writes, in place of the suite's table."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        namespace.report = values
        namespace.run = command


def add_options(parser: Options) -> None:
    parser.add_argument(
        "--report",
        action=_Report,
        metavar="DIR",
        help="write a page instead, DIR/index.html: code, contracts, timelines, differences",
    )


def command(options: argparse.Namespace) -> int:
    """Run the suite and the known differences, write the page; return the exit status."""
    path = directory(options.report) / "index.html"
    with Console(stderr=True).status("") as status:
        page = _gather(options, status)
    write(path, "index.html", page=page)
    scenarios = sum(len(program.scenarios) for program in page.programs)
    verdict = "NOT ALL AS AGREED" if page.unexpected else "all agree"
    print(f"{path}: {scenarios} scenarios, {verdict}")
    return DIFFERENT if page.unexpected else AGREE


def _gather(options: argparse.Namespace, status: Status) -> gathering.Page:
    interpreters = chosen(options.python or [])
    rows = run_asked(options, interpreters, status.update)
    known = []
    for number, difference in enumerate(known_differences(), 1):
        status.update(difference.name)
        known.append(gathering.known(number, difference, difference.check()))
    status.update("looking for Pythons")
    shown = [
        gathering.program(
            contract_of(program), load_all(program, options.style or STYLES), list(of_program)
        )
        for program, of_program in groupby(rows, attrgetter("program"))
    ]
    return gathering.page(shown, known, find())
