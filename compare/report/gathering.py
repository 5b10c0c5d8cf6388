"""What the page shows, collected as plain data."""

from __future__ import annotations

import inspect
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import zip_longest
from types import ModuleType

from compare import differences
from compare.contract import Contract, Example
from compare.differences import KnownDifference
from compare.interpreters.matrix import Cell
from compare.report import lanes, listing, timeline
from compare.report.apart import Apart, apart
from compare.rows import Row
from compare.styles import PACKAGES
from off_coroutine.engine import Verdict
from off_coroutine.interpreters import Interpreter

LIBRARIES = ("aiohttp", "motor", "pymongo")


@dataclass(frozen=True)
class Unexpected:
    """The first event in which a style does not do what was agreed."""

    style: str
    number: int
    agreed: str
    does: str


@dataclass(frozen=True)
class Scenario:
    """A scenario, and what came of it.

    Attributes:
        timeline: of an example; None for an exchange.
        expected: of an exchange, as text.
        inside: by other interpreter, what it did there and whether that is as agreed.
    """

    anchor: str
    number: int
    name: str
    clauses: Sequence[int]
    explored: str
    agrees: bool
    timeline: timeline.Timeline | None
    expected: list[str]
    unexpected: list[Unexpected]
    apart: Apart | None
    inside: dict[str, Cell]


@dataclass(frozen=True)
class Program:
    """A program in its styles.

    Attributes:
        summary: the first line of its docstring.
        better: what the modern program does deliberately otherwise, if anything.
        differing: the styles that do not do what was agreed.
    """

    name: str
    summary: str
    clauses: Sequence[str]
    better: str
    styles: Sequence[str]
    differing: set[str]
    listing: list[listing.Row]
    scenarios: list[Scenario]
    explored: str

    @property
    def anchor(self) -> str:
        return self.name

    @property
    def agrees(self) -> bool:
        return all(scenario.agrees for scenario in self.scenarios)

    def inside(self, python: str) -> list[Cell]:
        """Return what the scenarios did inside another interpreter, each answer once."""
        return list(dict.fromkeys(scenario.inside[python] for scenario in self.scenarios))


@dataclass(frozen=True)
class Known:
    """A known difference.

    Attributes:
        agrees: whether it is as known.
        styles: by style, the verdict against ``modern``, and what is apart.
    """

    anchor: str
    name: str
    remedy: str
    agrees: bool
    styles: dict[str, tuple[str, Apart | None]]


@dataclass(frozen=True)
class Page:
    """Everything. Programs that differ come first.

    Attributes:
        python: the interpreter that made it.
        others: the interpreters in which the programs ran, too.
        found: those that there are on this machine.
    """

    styles: Sequence[str]
    programs: list[Program]
    differences: list[Known]
    python: str
    others: list[str]
    found: list[str]
    libraries: dict[str, str]

    @property
    def unexpected(self) -> list[Program | Known]:
        """What does not do as agreed, or does not differ as known."""
        shown: list[Program | Known] = [*self.programs, *self.differences]
        return [each for each in shown if not each.agrees]


def program(contract: Contract, modules: Mapping[str, ModuleType], rows: Sequence[Row]) -> Program:
    """Return what is shown of a program whose scenarios gave these rows."""
    name = contract.program
    first = next(iter(modules.values()))
    return Program(
        name=name,
        summary=(inspect.getdoc(first) or "").partition("\n")[0],
        clauses=contract.clauses,
        better=contract.better,
        styles=list(modules),
        differing={style for row in rows for style in row.differing},
        listing=listing.listing(
            name, {style: module for style, module in modules.items() if style in PACKAGES}
        ),
        scenarios=[_scenario(number, row, first) for number, row in enumerate(rows, 1)],
        explored=_explored_in_all([row.verdict for row in rows if row.verdict]),
    )


def _scenario(number: int, row: Row, first: ModuleType) -> Scenario:
    scenario = row.scenario
    example = scenario if isinstance(scenario, Example) else None
    return Scenario(
        anchor=f"{row.program}-scenario-{number}",
        number=number,
        name=scenario.name,
        clauses=scenario.clauses,
        explored=_explored(row.verdict),
        agrees=row.agrees,
        timeline=timeline.draw(*lanes.watch(example, first)) if example else None,
        expected=[] if example else [str(each) for each in scenario.expected],
        unexpected=list(_unexpected(row)),
        inside={report.interpreter.full_name: row.cell(report) for report in row.reports},
        apart=apart(row.verdict, f"compare/contracts/{row.program}.py", scenario.name),
    )


def _explored(verdict: Verdict | None) -> str:
    if verdict is None:
        return "run once, over real sockets"
    if verdict.difference is not None:
        return "explored until they differ"
    count = f"{verdict.schedules:,} schedule{'' if verdict.schedules == 1 else 's'}"
    return f"exhausted {count}" if verdict.exhausted else f"bounded: stopped after {count}"


def _explored_in_all(verdicts: Sequence[Verdict]) -> str:
    if any(verdict.difference for verdict in verdicts):
        return "until they differ"
    word = "exhausted" if all(verdict.exhausted for verdict in verdicts) else "bounded"
    return f"{word} {sum(verdict.schedules for verdict in verdicts):,}"


def _unexpected(row: Row) -> Iterator[Unexpected]:
    for style in row.differing:
        pairs = zip_longest(row.scenario.expected, row.observed[style], fillvalue="nothing more")
        for number, (agreed, does) in enumerate(pairs, 1):
            if agreed != does:
                yield Unexpected(style, number, str(agreed), str(does))
                break


def known(number: int, difference: KnownDifference, verdicts: Mapping[str, Verdict]) -> Known:
    """Return what is shown of a known difference that was checked."""
    module = next(
        name
        for name, module in sys.modules.items()
        if name.startswith(f"{differences.__name__}.") and difference in vars(module).values()
    )
    file = f"{module.replace('.', '/')}.py"
    return Known(
        anchor=f"difference-{number}",
        name=difference.name,
        remedy=difference.remedy,
        agrees=difference.holds(verdicts),
        styles={
            style: (str(verdict), apart(verdict, file, difference.against(style).name))
            for style, verdict in verdicts.items()
        },
    )


def page(
    programs: Sequence[Program], differences: Sequence[Known], found: Sequence[Interpreter]
) -> Page:
    """Return everything; ``found`` are the Pythons of this machine."""
    return Page(
        styles=programs[0].styles,
        programs=sorted(programs, key=lambda program: program.agrees),
        differences=list(differences),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        others=list(programs[0].scenarios[0].inside),
        found=[each.full_name for each in found if not each.broken],
        libraries={library: version(library) for library in LIBRARIES},
    )
