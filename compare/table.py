"""The suite's rows as a table for people, and as JSON for machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from rich.table import Table

from compare.contract import Example
from compare.interpreters.matrix import Report, first_difference
from compare.rows import Row
from off_coroutine.console import for_tables, wide
from off_coroutine.interpreters import Interpreter, how_to_get
from off_coroutine.process import FailedError
from off_coroutine.proof.columns import headline, side_by_side, write_schedule


def show(
    rows: Sequence[Row],
    styles: Sequence[str],
    interpreters: Sequence[Interpreter],
    missing: Sequence[str],
) -> None:
    """Print a row for each scenario, a column for each style and other interpreter.

    ``missing`` are the names of wanted interpreters that are not there.
    """
    console = wide() if interpreters else for_tables()
    inside = [interpreter.full_name for interpreter in interpreters]
    table = _table(rows, styles, inside)
    if wide().measure(table).minimum > console.width:  # what differs is said below the table, too
        table = _table(rows, [], inside)
    console.print(table)
    for row in rows:
        for text in _differences(row):
            console.print(text, markup=False, highlight=False)
    reports = {id(report): report for row in rows for report in row.reports}
    for text in _notes(list(reports.values()), missing):
        console.print(text, markup=False, highlight=False)
    schedules = sum(row.verdict.schedules for row in rows if row.verdict)
    differing = sum(not row.agrees for row in rows)
    where = f" on {len(inside) + 1} Pythons" if inside else ""
    console.print(
        f"{len(rows)} scenarios in {len(styles)} styles{where}, {schedules:,} schedules: "
        + (f"[bold red]{differing} differ" if differing else "[green]all agree"),
        highlight=False,
    )


def _table(rows: Sequence[Row], styles: Sequence[str], inside: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("program", no_wrap=True)
    table.add_column("scenario", min_width=16)
    for heading in [*styles, *inside, "schedules", "verdict"]:
        table.add_column(heading, no_wrap=True)
    last = ""
    for row in rows:
        cells = ["[red]differs" if style in row.differing else "as agreed" for style in styles]
        for cell in map(row.cell, row.reports):
            cells.append(cell.text if cell.agrees else f"[red]{cell.text}")
        verdict = "[green]agree" if row.agrees else "[bold red]DIFFER"
        program = row.program if row.program != last else ""
        table.add_row(program, row.scenario.name, *cells, row.explored, verdict)
        last = row.program
    return table


def _differences(row: Row) -> Iterator[str]:
    """Say event by event where a row first differs, here and inside the others."""
    differing = [report for report in row.reports if not row.cell(report).agrees]
    lines = [
        *_differences_here(row),
        *(line for report in differing for line in _inside(row, report)),
    ]
    if lines:
        yield f"\n{row.program}: {row.scenario.name}"
        yield from lines


def _differences_here(row: Row) -> Iterator[str]:
    for style in row.differing:
        yield _event(style, row.scenario.expected, row.observed[style])
    difference = row.verdict.difference if row.verdict else None
    if difference is not None:
        yield "  " + headline(difference)
        yield side_by_side(difference)
        yield (
            f"  replay: off-coroutine prove compare/contracts/{row.program}.py "
            f'--scenario "{row.scenario.name}" --replay {write_schedule(difference.schedule)}'
        )


def _inside(row: Row, report: Report) -> Iterator[str]:
    """Say where a row first differs inside an interpreter; nothing if it was not run."""
    result = report.results.get(row.scenario.name)
    if result is None or not isinstance(row.scenario, Example):
        return
    name = report.interpreter.full_name
    expected = row.scenario.expected
    differing = result.differing(expected)
    for style in differing:
        yield _event(f"{style} on {name}", expected, result.observed[style])
    if result.apart:
        yield f"  on {name}, {result.apart}"
    elif not differing:
        yield f"  {result.schedules:,} schedules on {name}; the first that differs:"
        yield from _first_difference(row.scenario, report, row.digests)
    yield _again(report)


def _first_difference(example: Example, report: Report, digests: list[str]) -> Iterator[str]:
    try:
        difference = first_difference(report, example, digests)
    except FailedError as error:
        yield f"  it cannot be shown: {error}"
        return
    yield side_by_side(difference)
    # Columns have no room for all of a decision, and choices are not among the entries.
    agreed, does = [[*trace.entries, trace.choices] for trace in difference.traces]
    yield _event(" and ".join(difference.names), agreed, does)


def _again(report: Report) -> str:
    path = report.interpreter.path
    return f"  again: python -m compare --program {report.program} --python {path}"


def _event(where: str, expected: Sequence[Any], observed: Sequence[Any]) -> str:
    """Show the first event that differs."""
    number, pair = next(
        (number, pair)
        for number, pair in enumerate(zip_longest(expected, observed), 1)
        if pair[0] != pair[1]
    )
    return f"  {where}, event {number}:\n    agreed: {pair[0]}\n    does:   {pair[1]}"


def _notes(reports: Sequence[Report], missing: Sequence[str]) -> Iterator[str]:
    """Say what did not run inside other interpreters, and why."""
    for report in reports:
        if report.failed:
            yield f"\n{report.program} on Python {report.interpreter.full_name} {report.failed}"
            yield _again(report)
    yield from _not_run(reports)
    for name in missing:
        yield f"no Python {name} was found: {how_to_get(name)}"


def _not_run(reports: Sequence[Report]) -> Iterator[str]:
    """Say what was lacking for which programs, those with the same lack together."""
    pythons = defaultdict(list)
    for report in reports:
        for lack in dict.fromkeys(report.lacking.values()):
            styles = tuple(style for style, what in report.lacking.items() if what == lack)
            pythons[lack, styles, report.program].append(report.interpreter.full_name)
    programs = defaultdict(list)
    for (lack, styles, program), names in pythons.items():
        programs[lack, styles, ", ".join(names)].append(program)
    for (lack, styles, where), lacking in programs.items():
        yield (
            f"not run on Python {where} for want of {lack}: "
            f"{', '.join(lacking)} ({', '.join(styles)})"
        )


def as_json(rows: Sequence[Row], missing: Sequence[str]) -> dict[str, Any]:
    """Return all of it as values that JSON has."""
    return {
        "agree": all(row.agrees for row in rows),
        "missing": missing,
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
                "inside": {
                    str(report.interpreter.path): _inside_as_json(row, report)
                    for report in row.reports
                },
            }
            for row in rows
        ],
    }


def _inside_as_json(row: Row, report: Report) -> dict[str, Any]:
    cell = row.cell(report)
    shown = {"python": report.interpreter.full_name, "verdict": cell.text, "agree": cell.agrees}
    result = report.results.get(row.scenario.name)
    if result is None:
        return {**shown, "failed": report.failed}
    return {
        **shown,
        "observed": result.observed,
        "schedules": result.schedules,
        "exhausted": result.exhausted,
    }
