"""The table of what came of the packages, for a person and for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from compare.corpus.speed import Speed
from compare.corpus.testing import Outcomes
from compare.corpus.trial import Trial

SHOWN = 3  # lost tests of one cause, unless all are asked for


def show(trials: Sequence[Trial], *, verbose: bool) -> None:
    """Print the table, then what was lost, why, and what stood in the way."""
    console = _console()
    table = Table(box=None, pad_edge=False)
    for heading in ["package", "lines", "decorators", "left", "refusals"]:
        table.add_column(heading, justify="left" if heading == "package" else "right")
    for heading in ["before", "after, same Python", "after, later Python"]:
        table.add_column(heading)
    for heading in ["lost", "lines per CPU second"]:
        table.add_column(heading, justify="right")
    for trial in trials:
        table.add_row(*_cells(trial))
    console.print(table, highlight=False)
    for line in _details(trials, verbose):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def show_speeds(speeds: Sequence[Speed]) -> None:
    """Print a line for each tool."""
    table = Table(box=None, pad_edge=False)
    for heading in ["tool", "does"]:
        table.add_column(heading)
    for heading in ["lines", "lines per CPU second", "ratio"]:
        table.add_column(heading, justify="right")
    for each in speeds:
        if each.missing:
            table.add_row(each.tool, each.missing)
        else:
            figures = (f"{each.lines:,}", f"{each.per_second:,.0f}", f"{each.ratio:.2f}")
            table.add_row(each.tool, each.does, *figures)
    _console().print(table, highlight=False)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=1000)  # nothing is cut off


def _cells(trial: Trial) -> Iterator[str]:
    yield str(trial.package)
    yield f"{trial.lines:,}"
    yield f"{trial.decorators:,}"
    yield f"{trial.left:,}"
    yield f"{len(trial.migrated.refusals):,}"
    settings = (trial.package.before, trial.package.before, trial.package.after)
    for name, setting in zip(("before", "same", "after"), settings, strict=True):
        yield f"{setting.python}: {_figures(trial.runs[name])}" if name in trial.runs else "not run"
    excused = sum(bool(lost.reason) for lost in trial.lost)
    yield f"{len(trial.lost) - excused}" + (f" (+{excused} with a reason)" if excused else "")
    yield f"{trial.lines / trial.migrated.seconds:,.0f}" if trial.migrated.seconds else ""


def _figures(run: Outcomes) -> str:
    counts = [f"{count} {outcome}" for outcome, count in run.counts().items() if count]
    return ", ".join(counts or ["no tests"])


def _details(trials: Sequence[Trial], verbose: bool) -> Iterator[str]:
    for trial in trials:
        if trial.problem:
            yield f"\n{trial.package}: {trial.problem}"
        for name, run in trial.runs.items():
            if run.stopped:
                yield f"\n{trial.package}, {name}: stopped {run.stopped}"
            if run.again:
                again = ", ".join(run.again)
                yield f"\n{trial.package}, {name}: passed only when run again: {again}"
        for name in trial.runs:
            yield from _lost(trial, name, verbose)
        yield from (f"\n{trial.package}: {fault}" for fault in trial.migrated.faults)
        if verbose and trial.migrated.refusals:
            yield f"\n{trial.package}: refused:"
            yield from (f"  {refusal}" for refusal in trial.migrated.refusals)


def _lost(trial: Trial, run: str, verbose: bool) -> Iterator[str]:
    """Say what a run lost, by what became of it."""
    causes: dict[str, list[str]] = {}
    for each in trial.lost:
        if each.run == run:
            causes.setdefault(each.reason or each.became, []).append(each.test)
    if causes:
        yield f"\n{trial.package}, {run}: {sum(map(len, causes.values()))} lost"
    for cause, tests in causes.items():
        yield f"  {len(tests)} {cause}"
        shown = tests if verbose else tests[:SHOWN]
        yield from (f"    {test}" for test in shown)
        if len(shown) < len(tests):
            yield f"    {len(tests) - len(shown)} more: --verbose shows them"


def as_json(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return what `--json` prints."""
    return [
        {
            "package": trial.package.name,
            "version": trial.package.version,
            "good": trial.good,
            "problem": trial.problem,
            "lines": trial.lines,
            "decorators": trial.decorators,
            "left": trial.left,
            "faults": trial.migrated.faults,
            "refusals": trial.migrated.refusals,
            "cpu_seconds": trial.migrated.seconds,
            "runs": {name: run.counts() for name, run in trial.runs.items()},
            "stopped": {name: run.stopped for name, run in trial.runs.items() if run.stopped},
            "lost": [vars(lost) for lost in trial.lost],
        }
        for trial in trials
    ]
