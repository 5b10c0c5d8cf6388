"""``off-coroutine prove --interleavings``: any ready callback may run next."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console

from off_coroutine.engine.interleavings import Interleavings, SetVerdict
from off_coroutine.options import AGREE, BOUNDED, DIFFERENT, INTERRUPTED
from off_coroutine.proof.columns import one_column, write_schedule
from off_coroutine.proof.scenario import Scenario


def command(
    options: argparse.Namespace, scenarios: Sequence[Scenario], again: Callable[[Scenario], str]
) -> int:
    """Prove, and print what was found; return the exit status.

    ``again`` gives the command that explores a scenario once more.
    """
    statuses, shown = set(), []
    for scenario in scenarios:
        verdict = _prove(scenario, options.max_schedules, reduce=options.reduction)
        statuses.add(_status(verdict))
        if options.json:
            shown.append(_as_json(scenario, verdict))
        else:
            print(_report(scenario, verdict, again(scenario)))
        if verdict.interrupted:
            break
    if options.json:
        print(json.dumps(shown, indent=2))
    return next(each for each in (DIFFERENT, INTERRUPTED, BOUNDED, AGREE) if each in statuses)


def replay(scenario: Scenario, schedule: Sequence[int]) -> str:
    """Return the traces of every program under one schedule."""
    exploration = _exploration(scenario)
    return "\n\n".join(
        f"{name}\n{one_column(exploration.replay(name, schedule))}" for name in scenario.programs
    )


def _prove(scenario: Scenario, maximum: int, *, reduce: bool) -> SetVerdict:
    """Explore the interleavings of a scenario's programs, with progress on stderr."""
    with Console(stderr=True).status(scenario.name) as status:
        return _exploration(
            scenario,
            reduce=reduce,
            progress=lambda count: status.update(f"{scenario.name}: {count:,} schedules"),
        ).prove(maximum)


def _report(scenario: Scenario, verdict: SetVerdict, replay: str) -> str:
    """Return the verdict in words, with a trace of each result that only one program has.

    ``replay`` is the command that replays, without its schedule.
    """
    parts = [f"{scenario.name}: {verdict}"]
    for name, results in verdict.only.items():
        broken = verdict.broken[name]
        titles = dict.fromkeys(results, f"only {name}")
        titles.update((found, f"{name}: {reason}") for found, reason in broken.items())
        for found, title in titles.items():
            schedule = verdict.results[name][found]
            trace = _exploration(scenario).replay(name, schedule)
            parts.append(f"{title}\n{one_column(trace)}")
            parts.append(f"replay: {replay} --replay {write_schedule(schedule)}")
    return "\n".join(parts)


def _as_json(scenario: Scenario, verdict: SetVerdict) -> dict[str, Any]:
    """Return the verdict for a machine."""
    return {
        "scenario": scenario.name,
        "schedules": verdict.schedules,
        "exhausted": verdict.exhausted,
        "interrupted": verdict.interrupted,
        "results": {name: len(results) for name, results in verdict.results.items()},
        "only": {
            name: [{"result": found, "schedule": schedule} for found, schedule in results.items()]
            for name, results in verdict.only.items()
        },
        "broken": {name: list(results.values()) for name, results in verdict.broken.items()},
    }


def _status(verdict: SetVerdict) -> int:
    """Return the exit status that a verdict stands for."""
    if any(verdict.broken.values()) or any(verdict.only.values()):
        return DIFFERENT
    if verdict.interrupted:
        return INTERRUPTED
    return AGREE if verdict.exhausted else BOUNDED


def _exploration(
    scenario: Scenario, *, reduce: bool = True, progress: Any = lambda count: None
) -> Interleavings:
    return Interleavings(
        scenario.programs,
        scenario.world,
        scenario.limits,
        reduce=reduce,
        invariants=scenario.invariants,
        progress=progress,
    )
