"""The contracts inside other interpreters."""

from __future__ import annotations

import asyncio
import itertools
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from compare.contract import Example
from compare.interpreters.talking import ask, listen
from compare.styles import load
from off_coroutine.engine import Difference
from off_coroutine.interpreters import Interpreter
from off_coroutine.process import PATIENCE, FailedError
from off_coroutine.proof.divergence import common, difference


class Result(NamedTuple):
    """What one example gave inside an interpreter.

    Attributes:
        observed: by style.
        schedules: how many were run.
        exhausted: whether there were no more.
        apart: how styles differ there, as text; empty if they don't.
        digests: of what happens under each schedule, see ``Example.explore``.
    """

    observed: dict[str, list[Any]]
    schedules: int
    exhausted: bool
    apart: str
    digests: list[str]

    def differing(self, expected: list[Any]) -> list[str]:
        """Return the styles that did not do what the contract says."""
        return [style for style, observed in self.observed.items() if observed != expected]


class Cell(NamedTuple):
    """What the table says of a scenario inside an interpreter."""

    text: str
    agrees: bool


@dataclass
class Report:
    """What a program did inside an interpreter.

    Attributes:
        results: by scenario.
        lacking: by style, what the interpreter lacks to run it.
        failed: why there are not all results, in a word first; empty if there are.
    """

    interpreter: Interpreter
    program: str
    results: dict[str, Result] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)
    failed: str = ""

    def add(self, value: Any) -> None:
        """Take in what ``compare.interpreters.inside.run`` printed."""
        if isinstance(value, int):
            return  # a sign of life
        if "scenario" not in value:
            self.lacking = dict(value)
            return
        name, observed = value.pop("scenario"), value.pop("observed")
        entries = {style: list(map(tuple, entries)) for style, entries in observed.items()}
        self.results[name] = Result(entries, **value)

    def cell(self, scenario: str, expected: list[Any], digests: list[str]) -> Cell:
        """Judge a scenario by its contract, and by what its schedules did here."""
        if self.failed:
            return Cell(self.failed.partition(":")[0], False)
        result = self.results.get(scenario)
        if result is None:
            lack = next(iter(self.lacking.values()), "")
            return Cell(f"no {lack}", True) if lack else Cell("no result", False)
        if result.differing(expected) or result.apart or result.digests != digests:
            return Cell("differs", False)
        return Cell(f"no {', '.join(self.lacking)}" if self.lacking else "as agreed", True)


def run(
    interpreters: Sequence[Interpreter],
    programs: Sequence[str],
    styles: Iterable[str],
    maximum: int,
    progress: Callable[[str], None] = lambda done: None,
    seconds: float = PATIENCE,
) -> list[Report]:
    """Run the examples of programs inside interpreters, as many at once as there are cores.

    ``progress`` is told what is done. An interpreter that says nothing for
    ``seconds`` is killed with its children, and its report failed. Not to be
    called from a coroutine.
    """
    reports = [Report(each, program) for each in interpreters for program in programs]
    cores = asyncio.Semaphore(os.cpu_count() or 1)
    done = itertools.count(1)

    async def fill(report: Report) -> None:
        arguments = (report.program, list(styles), maximum)
        async with cores:
            try:
                await listen(report.add, report.interpreter, "run", *arguments, seconds=seconds)
            except FailedError as error:
                report.failed = str(error)
        name = report.interpreter.full_name
        progress(f"{next(done)} of {len(reports)}: {report.program} on Python {name}")

    async def fill_all() -> None:
        await asyncio.gather(*map(fill, reversed(reports)))  # PyPy is last, and the slowest

    asyncio.run(fill_all())
    return reports


def first_difference(report: Report, example: Example, digests: list[str]) -> Difference:
    """Return the first schedule under which an interpreter does something else than this one.

    Raises:
        FailedError: the interpreter did not do again what it did.
    """
    result = report.results[example.name]
    number = common(result.digests, digests)
    style = next(iter(result.observed))
    here = example.nth_trace(load(report.program, style), number)
    arguments = (report.program, example.name, style, number)
    told = asyncio.run(ask(report.interpreter, "nth_trace", *arguments))
    return difference((platform.python_version(), report.interpreter.full_name), here, told)
