"""A difference as text: two columns, the first difference marked."""

import itertools
import textwrap
from typing import Iterator, List, NamedTuple, Optional, Sequence

from off_coroutine.engine import Difference, Trace
from off_coroutine.engine.trace import Entry

MARK = ">"
DECISION, COMMON, APART = "decision", "common", "apart"


class Step(NamedTuple):
    """What happens at one time, where programs stand beside each other.

    Attributes:
        kind: DECISION, COMMON for what all programs do, or APART.
        texts: one of each program, or a single one for a decision.
    """

    time: float
    kind: str
    texts: List[str]


def steps(difference: Difference) -> Iterator[Step]:
    """Give what all do up to the difference, then what each does until the next decision."""
    for entry in difference.traces[0].entries[: difference.at]:
        yield _step(entry, len(difference.names))
    rests = [_rest(trace, difference.at) for trace in difference.traces]
    for entries in itertools.zip_longest(*rests):
        time = next(entry[0] for entry in entries if entry is not None)
        yield Step(time, APART, [_words(entry) for entry in entries])


def side_by_side(difference: Difference, width: int = 100) -> str:
    """Return the traces of a difference beside each other, up to where they differ."""
    columns = len(difference.names)
    column = max(24, (width - 12) // columns - 2)
    lines = [_row(" ", "time", difference.names, column)]
    mark = MARK
    for step in steps(difference):
        if step.kind == APART:
            lines.append(_row(mark, "{:g}".format(step.time), step.texts, column))
            mark = " "
        else:
            lines += _lines(step, columns, column)
    return "\n".join(lines)


def headline(difference: Difference) -> str:
    """Return in one sentence what was found, and how short it is."""
    count = difference.decisions
    decisions = "{} decision{}".format(count, "" if count == 1 else "s")
    shortest = "no shorter schedule shows it" if difference.shortest else "a shorter one may exist"
    return "{}: {}, after {} ({})".format(
        " and ".join(difference.names), difference.reason, decisions, shortest
    )


def one_column(trace: Trace) -> str:
    """Return a whole trace as text."""
    lines: List[str] = []
    for entry in trace.entries:
        lines += _lines(_step(entry, 1), 1, 80)
    if trace.place:
        lines.append("          at " + trace.place)
    return "\n".join(lines)


def write_schedule(schedule: Sequence[int]) -> str:
    """Return a schedule as one word; the empty one, all first choices, as "0"."""
    return ".".join(map(str, schedule)) or "0"


def read_schedule(word: str) -> List[int]:
    """Return the schedule that ``write_schedule`` wrote.

    Raises:
        ValueError: the word is no schedule.
    """
    indices = word.split(".")
    if not all(index.isdigit() for index in indices):
        raise ValueError("{!r} is no schedule: give what a report printed, as 1.0.2".format(word))
    # Where a program leaves nothing to decide, there is no option 0 either.
    return [] if word == "0" else [int(index) for index in indices]


def _rest(trace: Trace, start: int) -> List[Entry]:
    """Return the entries from ``start`` until the next decision, or that decision."""
    rest = trace.entries[start:]
    for position, entry in enumerate(rest):
        if entry[1] == "decides":
            return rest[: max(position, 1)]
    return rest or [(trace.entries[-1][0] if trace.entries else 0.0, "nothing", "more")]


def _words(entry: Optional[Entry]) -> str:
    if entry is None:
        return ""
    if entry[1] == "decides":
        return "waits for " + (", ".join(entry[3]) or "the clock")
    return "{} {}".format(entry[1], entry[2])


def _step(entry: Entry, columns: int) -> Step:
    if entry[1] == "decides":
        return Step(entry[0], DECISION, [entry[2]])
    return Step(entry[0], COMMON, [_words(entry)] * columns)


def _lines(step: Step, columns: int, width: int) -> List[str]:
    if step.kind == DECISION:
        return textwrap.wrap(
            step.texts[0],
            12 + columns * width,
            initial_indent="  -----   ",
            subsequent_indent=" " * 10,
        )
    return [_row(" ", "{:g}".format(step.time), step.texts, width)]


def _row(mark: str, time: str, texts: Sequence[str], width: int) -> str:
    """Return one row, over as many lines as its longest cell needs."""
    cells = [textwrap.wrap(text, width) or [""] for text in texts]
    lines = []
    for number, parts in enumerate(itertools.zip_longest(*cells, fillvalue="")):
        start = "{} {:<7} ".format(mark, time) if number == 0 else " " * 10
        lines.append((start + "  ".join(part.ljust(width) for part in parts)).rstrip())
    return "\n".join(lines)
