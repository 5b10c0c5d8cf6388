"""Programs that differ, as data: a schedule in columns, and the command that replays it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from off_coroutine.engine import Verdict
from off_coroutine.proof.columns import Step, headline, steps, write_schedule


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
    words = ["off-coroutine", "prove", file, "--scenario", scenario, "--replay", schedule]
    return Apart(
        names=difference.names,
        headline=headline(difference),
        steps=list(steps(difference)),
        replay=shlex.join(words),
    )
