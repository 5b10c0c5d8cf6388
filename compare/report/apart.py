"""Programs that differ, as data: a schedule in columns, and the command that replays it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from compare.columns import headline, write_schedule
from compare.engine import Difference, Verdict
from compare.engine.trace import Entry
from compare.report.timeline import seconds


@dataclass(frozen=True)
class Step:
    """A row of a schedule.

    Attributes:
        kind: "decision", "common" for what all programs do, or "apart".
        texts: one of each program, or a single one for a decision.
    """

    time: str
    kind: str
    texts: list[str]


@dataclass(frozen=True)
class Apart:
    """Programs that differ, up to where they do."""

    names: Sequence[str]
    headline: str
    steps: list[Step]
    replay: str


def apart(verdict: Verdict | None, file: str, scenario: str) -> Apart | None:
    """Return the difference that was found, if any, in a scenario of a file."""
    difference = verdict.difference if verdict else None
    if difference is None:
        return None
    schedule = write_schedule(difference.schedule)
    words = ["python", "-m", "compare", "prove", file, "--scenario", scenario, "--replay", schedule]
    return Apart(
        names=difference.names,
        headline=headline(difference),
        steps=list(_steps(difference)),
        replay=shlex.join(words),
    )


def _steps(difference: Difference) -> Iterator[Step]:
    """Give what both do up to the difference, then what each does until the next decision."""
    for entry in difference.traces[0].entries[: difference.at]:
        if entry[1] == "decides":
            yield Step(seconds(entry[0]), "decision", [entry[2]])
        else:
            yield Step(seconds(entry[0]), "common", [_words(entry)] * len(difference.names))
    rests = [_until_decided(trace.entries[difference.at :]) for trace in difference.traces]
    for entries in zip_longest(*rests):
        time = next(entry[0] for entry in entries if entry)
        texts = [_words(entry) if entry else "" for entry in entries]
        yield Step(seconds(time), "apart", texts)


def _until_decided(entries: list[Entry]) -> list[Entry]:
    decided = [place for place, entry in enumerate(entries) if place and entry[1] == "decides"]
    return entries[: decided[0]] if decided else entries


def _words(entry: Entry) -> str:
    if entry[1] == "decides":
        return f"waits for {', '.join(entry[3]) or 'the clock'}"
    return f"{entry[1]} {entry[2]}"
