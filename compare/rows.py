"""The rows of the suite: every scenario of a program, in every style."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from compare.contract import Contract, Example
from compare.exchange import Database, Exchange
from compare.interpreters.matrix import Cell, Report
from off_coroutine.engine import Verdict


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
    reports: list[Report] = field(default_factory=list)

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

    def cell(self, report: Report) -> Cell:
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
