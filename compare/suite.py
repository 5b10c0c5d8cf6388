"""Every program, every scenario, every style: run and compare."""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from rich.console import Console

import compare.contracts
from compare import table
from compare.contract import Contract, Example
from compare.engine import Verdict
from compare.exchange import Database, Exchange
from compare.interpreters import finding, matrix
from compare.interpreters.requirements import packages
from compare.options import AGREE, DIFFERENT, add_bound, add_json
from compare.styles import PACKAGES, STYLES, load_all


def programs() -> list[str]:
    """Return the names of the programs, those with the fewest needs first."""
    found = [module.name for module in pkgutil.iter_modules(compare.contracts.__path__)]
    return sorted(found, key=lambda name: (len(packages(name)), name))


def contract_of(program: str) -> Contract:
    """Return the contract of a program."""
    contract: Contract = import_module("compare.contracts." + program).CONTRACT
    return contract


@dataclass
class Row:
    """What one scenario gave in each style.

    Attributes:
        observed: by style.
        verdict: of the exploration; None for an exchange, which is run once.
        digests: of what happened under each schedule, see ``Example.explore``.
        reports: of the program inside other interpreters.
    """

    program: str
    scenario: Example | Exchange
    observed: dict[str, list[Any]] = field(default_factory=dict)
    verdict: Verdict | None = None
    digests: list[str] = field(default_factory=list)
    reports: list[matrix.Report] = field(default_factory=list)

    @property
    def differing(self) -> list[str]:
        """The styles that did not do what the contract says."""
        expected = self.scenario.expected
        return [style for style, observed in self.observed.items() if observed != expected]

    @property
    def agrees(self) -> bool:
        differs = self.verdict is not None and self.verdict.difference is not None
        inside = all(self.cell(report).agrees for report in self.reports)
        return not self.differing and not differs and inside

    def cell(self, report: matrix.Report) -> matrix.Cell:
        """What the scenario did inside another interpreter."""
        return report.cell(self.scenario.name, self.scenario.expected, self.digests)

    @property
    def explored(self) -> str:
        if self.verdict is None:
            return "once"
        if self.verdict.difference is not None:
            return "all until they differ"
        return ("exhausted {:,}" if self.verdict.exhausted else "bounded {:,}").format(
            self.verdict.schedules
        )


def run(
    contract: Contract,
    modules: Mapping[str, ModuleType],
    *,
    driver: str = "motor",
    maximum: int = 20000,
) -> Iterator[Row]:
    """Run the scenarios of a contract in some styles; give a row after each.

    The customer endpoint talks to the server of the environment variable
    MONGODB_URI, or to an embedded one; what happens to a database happens to
    an embedded one only.
    """
    for example in contract.examples:
        row = Row(contract.program, example)
        row.observed = {style: example.observe(module) for style, module in modules.items()}
        row.verdict, row.digests = example.explore(modules, maximum)
        if row.verdict.interrupted:
            raise KeyboardInterrupt
        yield row
    with ExitStack() as stack:
        databases: dict[str | None, Database] = {}
        for exchange in contract.exchanges:
            uri = None if exchange.needs_embedded else os.environ.get("MONGODB_URI")
            if uri not in databases:
                databases[uri] = stack.enter_context(Database(uri))
            row = Row(contract.program, exchange)
            for style, module in modules.items():
                row.observed[style] = exchange.observe(module, driver, databases[uri])
            yield row


def add_options(parser: argparse.ArgumentParser) -> None:
    """Make the suite what the command line runs when no command is named."""
    parser.set_defaults(run=command)
    parser.add_argument(
        "--program",
        action="append",
        choices=programs(),
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
    add_json(parser)
    add_bound(parser)


def command(options: argparse.Namespace) -> int:
    """Run the suite and print its table; return the exit status."""
    styles = options.style or STYLES
    asked = options.python or []
    interpreters = finding.chosen(asked) if asked else []
    rows: list[Row] = []
    with Console(stderr=True).status("") as status:
        for program in options.program or programs():
            status.update(f"{program}: loading")
            contract = contract_of(program)
            modules = load_all(program, styles)
            count = len(contract.examples) + len(contract.exchanges)
            for number, row in enumerate(
                run(contract, modules, driver=options.driver, maximum=options.max_schedules), 1
            ):
                rows.append(row)
                status.update(f"{program}: {number} of {count} scenarios")
        _add_reports(rows, interpreters, styles, options.max_schedules, status.update)
    missing = finding.missing(interpreters) if "all" in asked else []
    if options.json:
        print(json.dumps(table.as_json(rows, missing), indent=2, ensure_ascii=False))
    else:
        table.show(rows, styles, interpreters, missing)
    return AGREE if all(row.agrees for row in rows) else DIFFERENT


def _add_reports(
    rows: Sequence[Row],
    interpreters: Sequence[finding.Interpreter],
    styles: Sequence[str],
    maximum: int,
    progress: Callable[[str], None],
) -> None:
    """Run the programs of the rows inside other interpreters, too, in the styles with files."""
    styles = [style for style in styles if style in PACKAGES]
    names = list(dict.fromkeys(row.program for row in rows))
    reports = matrix.run(interpreters, names, styles, maximum, progress)
    for row in rows:
        row.reports = [report for report in reports if report.program == row.program]
