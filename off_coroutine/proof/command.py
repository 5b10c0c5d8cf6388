"""``off-coroutine prove``: the scenarios of a user's own file."""

from __future__ import annotations

import argparse
import json
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.status import Status

from off_coroutine.engine import EscapeError, Verdict
from off_coroutine.engine.watchdog import PATIENCE, watching
from off_coroutine.options import UsageError, add_bound, add_json, count, positive
from off_coroutine.proof import interleaved
from off_coroutine.proof.columns import one_column, read_schedule, write_schedule
from off_coroutine.proof.scenario import Scenario
from off_coroutine.proof.user_file import scenarios_of
from off_coroutine.proof.verdicts import exit_status, report

if TYPE_CHECKING:
    from off_coroutine.options import Commands


def add_command(commands: Commands) -> None:
    prove = commands.add_parser(
        "prove",
        help="prove that two implementations of yours behave alike",
        description="Run the scenarios of a file under every schedule.",
        epilog="Ends with 0 if all are equivalent and exhausted, 1 if any differ, 2 for wrong "
        "usage, 3 if any was only bounded, 130 after Ctrl-C. See docs/proving.md.",
    )
    prove.set_defaults(run=command)
    prove.add_argument("file", help="a Python file that makes `off_coroutine.Scenario`s")
    prove.add_argument("--scenario", help="only the scenario of this name")
    prove.add_argument(
        "--replay", metavar="SCHEDULE", help="run one schedule, as a report printed it"
    )
    prove.add_argument(
        "--cancellations", type=count, help="how often a program may be cancelled (1)"
    )
    prove.add_argument(
        "--simultaneous",
        type=positive,
        help="how many decisions may fall into one turn of the event loop (1)",
    )
    prove.add_argument(
        "--interleavings",
        action="store_true",
        help="let any ready callback run next, and compare the sets of results",
    )
    prove.add_argument(
        "--no-reduction",
        dest="reduction",
        action="store_false",
        help="with --interleavings: also run the orders that cannot give another result",
    )
    add_json(prove)
    add_bound(prove)


def command(options: argparse.Namespace) -> int:
    """Prove, or replay, and print what was found; return the exit status."""
    scenarios = scenarios_of(Path(options.file))
    if options.scenario is not None:
        names = [scenario.name for scenario in scenarios]
        scenarios = [scenario for scenario in scenarios if scenario.name == options.scenario]
        if not scenarios:
            raise UsageError(f"there is no scenario {options.scenario!r}; there are {names}")
    for scenario in scenarios:
        if options.cancellations is not None:
            scenario.limits.cancellations = options.cancellations
        if options.simultaneous is not None:
            scenario.limits.simultaneous = options.simultaneous
    try:
        with watching(PATIENCE):
            if options.replay is not None:
                return _replay(scenarios, options)
            if options.interleavings:
                return interleaved.command(options, scenarios, partial(_command, options))
            return _prove(options, scenarios)
    except (EscapeError, TypeError) as error:
        raise UsageError(str(error)) from error


def _prove(options: argparse.Namespace, scenarios: list[Scenario]) -> int:
    for scenario in scenarios:
        if len(scenario.programs) == 1 and not scenario.invariants:
            raise UsageError(
                f"{scenario.name!r} has one program and no invariant, so nothing to prove: "
                "add another program, or invariants=[...]"
            )
    verdicts = []
    progress = Console(stderr=True)
    with progress.status("") as status:
        for scenario in scenarios:
            status.update(scenario.name)
            verdict = scenario.prove(
                options.max_schedules, partial(_progress, status, scenario.name)
            )
            verdicts.append(verdict)
            if not options.json:
                print(report(scenario.name, verdict))
                if verdict.difference:
                    print(_replay_command(options, scenario, verdict))
            if verdict.interrupted:
                break
    if options.json:
        pairs = zip(scenarios, verdicts, strict=False)
        print(json.dumps([_as_json(*pair) for pair in pairs], indent=2))
    return exit_status(verdicts)


def _progress(status: Status, name: str, count: int) -> None:
    status.update(f"{name}: {count:,} schedules")


def _replay(scenarios: list[Scenario], options: argparse.Namespace) -> int:
    if len(scenarios) != 1:
        names = [scenario.name for scenario in scenarios]
        raise UsageError(f"a schedule belongs to one scenario: name it with --scenario, of {names}")
    try:
        schedule = read_schedule(options.replay)
        if options.interleavings:
            print(interleaved.replay(scenarios[0], schedule))
            return 0
        traces = scenarios[0].replay(schedule)
    except ValueError as error:
        raise UsageError(str(error)) from error
    for name, trace in traces.items():
        print(f"{name}\n{one_column(trace)}\n")
    entries = [trace.entries for trace in traces.values()]
    return 0 if all(others == entries[0] for others in entries) else 1


def _replay_command(options: argparse.Namespace, scenario: Scenario, verdict: Verdict) -> str:
    assert verdict.difference
    schedule = write_schedule(verdict.difference.schedule)
    return f"replay: {_command(options, scenario)} --replay {schedule}"


def _command(options: argparse.Namespace, scenario: Scenario) -> str:
    """Return the command that explores a scenario as it is explored now."""
    words = ["off-coroutine", "prove", options.file, "--scenario", scenario.name]
    if options.interleavings:
        words.append("--interleavings")
    for name in ("cancellations", "simultaneous"):
        if getattr(options, name) is not None:
            words += [f"--{name}", str(getattr(options, name))]
    return shlex.join(words)


def _as_json(scenario: Scenario, verdict: Verdict) -> dict[str, Any]:
    difference = verdict.difference
    return {
        "scenario": scenario.name,
        "programs": list(scenario.programs),
        "schedules": verdict.schedules,
        "exhausted": verdict.exhausted,
        "interrupted": verdict.interrupted,
        "difference": difference
        and {
            "between": difference.names,
            "reason": difference.reason,
            "schedule": difference.schedule,
            "shortest": difference.shortest,
            "at": difference.at,
            "traces": [trace.entries for trace in difference.traces],
        },
    }
