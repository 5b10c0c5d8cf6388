"""The mutation table: each fault with the shortest schedule that shows it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from compare.workshop.mutations.subject import Subject
from off_coroutine.engine import Difference, Verdict


class Row(NamedTuple):
    """What became of one fault, or of the right programs of a subject.

    Attributes:
        subject: its name.
        fault: what is wrong, in words; None in the row of the right programs.
        verdict: "killed" or "survives"; of right programs "equivalent",
            "accused" or, if not every schedule was run, "bounded".
        schedule: the decisions of the shortest schedule on which they differ.
        indices: the same, as ``Scenario.replay`` takes it.
        schedules: how many were run until they differed, or there were no more.
    """

    subject: str
    fault: str | None
    verdict: str
    schedule: list[str]
    indices: list[int]
    schedules: int

    @property
    def good(self) -> bool:
        """Whether the engine is right."""
        return self.verdict in ("killed", "equivalent")


def table(subjects: Sequence[Subject], maximum: int = 20000) -> Iterator[Row]:
    """Give the rows of each subject: its right programs, then its faults."""
    for subject in subjects:
        verdict = subject.right().prove(maximum)
        equal = "equivalent" if verdict.exhausted else "bounded"
        yield _row(subject, None, verdict, "accused" if verdict.difference else equal)
        for fault in subject.faults:
            verdict = subject.wrong(fault).prove(maximum)
            yield _row(subject, fault.name, verdict, "killed" if verdict.difference else "survives")


def decisions(difference: Difference) -> list[str]:
    """Return the decisions up to the first difference, in words."""
    entries = difference.traces[0].entries[: difference.at]
    return [entry[2] for entry in entries if entry[1] == "decides"]


def _row(subject: Subject, fault: str | None, verdict: Verdict, word: str) -> Row:
    if verdict.interrupted:
        raise KeyboardInterrupt
    difference = verdict.difference
    schedule = decisions(difference) if difference else []
    indices = list(difference.schedule) if difference else []
    return Row(subject.name, fault, word, schedule, indices, verdict.schedules)
