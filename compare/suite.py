"""Every program, every scenario, every style: run, compare, show."""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from itertools import zip_longest
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.table import Table

import compare.contracts
from compare.columns import headline, side_by_side, write_schedule
from compare.contract import Contract, Example
from compare.engine import Verdict
from compare.exchange import Database, Exchange
from compare.options import add_bound, add_json
from compare.styles import STYLES, load_all


def programs() -> list[str]:
    """Return the names of the programs, those with the fewest needs first."""
    found = [module.name for module in pkgutil.iter_modules(compare.contracts.__path__)]
    return sorted(found, key=lambda name: (name == "customer_endpoint", name))


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
    """

    program: str
    scenario: Example | Exchange
    observed: dict[str, list[Any]] = field(default_factory=dict)
    verdict: Verdict | None = None

    @property
    def differing(self) -> list[str]:
        """The styles that did not do what the contract says."""
        expected = self.scenario.expected
        return [style for style, observed in self.observed.items() if observed != expected]

    @property
    def agrees(self) -> bool:
        differs = self.verdict is not None and self.verdict.difference is not None
        return not self.differing and not differs

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
        row.verdict = example.scenario(modules).prove(maximum)
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
        choices=list(STYLES),
        metavar="STYLE",
        help="only this style; may be given again (%(choices)s)",
    )
    parser.add_argument(
        "--driver",
        choices=["motor", "pymongo"],
        default="motor",
        help="the driver of the customer endpoint (%(default)s)",
    )
    add_json(parser)
    add_bound(parser)


def command(options: argparse.Namespace) -> int:
    """Run the suite and print its table; return the exit status."""
    styles = options.style or list(STYLES)
    rows = []
    progress = Console(stderr=True)
    with progress.status("") as status:
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
    if options.json:
        print(json.dumps(_as_json(rows), indent=2, ensure_ascii=False))
    else:
        _show(rows, styles)
    return 0 if all(row.agrees for row in rows) else 1


def _show(rows: Sequence[Row], styles: Sequence[str]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    table = Table(box=None, pad_edge=False)
    for heading in ["program", "scenario", *styles, "schedules", "verdict"]:
        table.add_column(heading, no_wrap=heading != "scenario")
    last = ""
    for row in rows:
        cells = ["[red]differs" if style in row.differing else "as agreed" for style in styles]
        verdict = "[green]agree" if row.agrees else "[bold red]DIFFER"
        program = row.program if row.program != last else ""
        table.add_row(program, row.scenario.name, *cells, row.explored, verdict)
        last = row.program
    console.print(table)
    for row in rows:
        if not row.agrees:
            console.print(_first_difference(row), markup=False, highlight=False)
    schedules = sum(row.verdict.schedules for row in rows if row.verdict)
    differing = sum(not row.agrees for row in rows)
    console.print(
        f"{len(rows)} scenarios in {len(styles)} styles, {schedules:,} schedules: "
        + (f"[bold red]{differing} differ" if differing else "[green]all agree"),
        highlight=False,
    )


def _first_difference(row: Row) -> str:
    """Say event by event where a row first differs."""
    lines = [f"\n{row.program}: {row.scenario.name}"]
    for style in row.differing:
        pairs = zip_longest(row.scenario.expected, row.observed[style])
        for number, (expected, observed) in enumerate(pairs, 1):
            if expected != observed:
                lines.append(f"  {style}, event {number}:")
                lines.append(f"    agreed: {expected}")
                lines.append(f"    does:   {observed}")
                break
    difference = row.verdict.difference if row.verdict else None
    if difference is not None:
        lines.append("  " + headline(difference))
        lines.append(side_by_side(difference))
        lines.append(
            f"  replay: python -m compare prove compare/contracts/{row.program}.py "
            f'--scenario "{row.scenario.name}" --replay {write_schedule(difference.schedule)}'
        )
    return "\n".join(lines)


def _as_json(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "agree": all(row.agrees for row in rows),
        "scenarios": [
            {
                "program": row.program,
                "scenario": row.scenario.name,
                "agree": row.agrees,
                "expected": row.scenario.expected,
                "observed": row.observed,
                "schedules": row.verdict.schedules if row.verdict else None,
                "exhausted": row.verdict.exhausted if row.verdict else None,
                "shortest": row.verdict.difference.schedule
                if row.verdict and row.verdict.difference
                else None,
            }
            for row in rows
        ],
    }
