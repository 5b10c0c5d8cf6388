"""The table of what came of the packages, for a person and for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from compare.workshop.corpus.speed import Speed
from compare.workshop.corpus.testing import Outcomes
from compare.workshop.corpus.trial import Trial
from off_coroutine.console import for_tables

RUNS = ("before", "same", "after")
SHOWN = 3  # lost tests of one cause, unless all are asked for


def show(trials: Sequence[Trial], *, verbose: bool) -> None:
    """Print the table, then what was lost, why, and what stood in the way."""
    console = for_tables()
    table = Table(box=None, pad_edge=False)
    for heading in ["package", "lines", "decorators", "left", "refusals"]:
        table.add_column(heading, justify="left" if heading == "package" else "right")
    for heading in ["before", "after, same Python", "after, later Python"]:
        table.add_column(heading)
    for heading in ["lost", "lines per CPU second"]:
        table.add_column(heading, justify="right")
    for trial in trials:
        table.add_row(*_cells(trial))
    if len(trials) > 1:
        table.add_row(*_total(trials))
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
    for_tables().print(table, highlight=False)


def _cells(trial: Trial) -> Iterator[str]:
    yield str(trial.package)
    yield from _numbers([trial])
    settings = (trial.package.before, trial.package.before, trial.package.after)
    for name, setting in zip(RUNS, settings, strict=True):
        yield f"{setting.python}: {_figures(trial.runs[name])}" if name in trial.runs else "not run"
    yield from _verdict([trial])


def _total(trials: Sequence[Trial]) -> Iterator[str]:
    yield "together"
    yield from _numbers(trials)
    for name in RUNS:
        runs = [trial.runs[name] for trial in trials if name in trial.runs]
        yield f"{sum(len(run.passed()) for run in runs):,} passed"
    yield from _verdict(trials)


def _numbers(trials: Sequence[Trial]) -> Iterator[str]:
    yield f"{sum(trial.lines for trial in trials):,}"
    yield f"{sum(trial.decorators for trial in trials):,}"
    yield f"{sum(trial.left for trial in trials):,}"
    yield f"{sum(len(trial.migrated.refusals) for trial in trials):,}"


def _verdict(trials: Sequence[Trial]) -> Iterator[str]:
    lost = [each for trial in trials for each in trial.lost]
    excused = sum(bool(each.reason) for each in lost)
    yield f"{len(lost) - excused:,}" + (f" (+{excused:,} with a reason)" if excused else "")
    seconds = sum(trial.migrated.seconds for trial in trials)
    migrated = sum(trial.lines for trial in trials if trial.migrated.seconds)
    yield f"{migrated / seconds:,.0f}" if seconds else ""


def _figures(run: Outcomes) -> str:
    """Say how many tests passed and failed: those that are skipped say nothing."""
    counts = {outcome: count for outcome, count in run.counts().items() if count}
    counts.pop("skipped", None)
    return ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items()) or "no tests"


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
