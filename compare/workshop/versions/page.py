"""The page: docs/versions.md, and what is read back from it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compare.workshop.versions.probes.probe import ABSENT, HANGS, WARNS, WORKS, Probe, Subject

Cells = dict[tuple[str, str], str]  # by the titles of subject and probe

SAME, UNKNOWN = "·", "?"
COMMAND = "python -m compare versions"
WIDTH = 100

_INTRODUCTION = """\
What breaks on the way from `@asyncio.coroutine` to `async def`, and from which Python on. Nothing
here is from memory or from a changelog: each cell is what a small program, a probe, printed on
that Python. In the tables `f` is a coroutine function of some kind, and `c` what `f()` returns.
"""

_LEGEND = f"""\
| cell | what happens |
| --- | --- |
| {WORKS} | it works |
| {WARNS} | it works, with a DeprecationWarning |
| unrun | it is accepted, and its body never runs |
| {ABSENT} | this Python has no such name: not yet, or no more |
| {HANGS} | it never ends |
| TypeError, ... | that is raised |
| {SAME} | as in the column to the left |
| {UNKNOWN} | not run |
"""


@dataclass(frozen=True)
class Column:
    """What one release does.

    Attributes:
        release: such as "3.6.15".
        cells: what its probes printed.
    """

    release: str
    cells: Mapping[tuple[str, str], str]


Columns = Mapping[str, Column]  # by the version without the patch, such as "3.6"


def write(subjects: Sequence[Subject], columns: Columns) -> str:
    """Return the page. A cell that no run has printed is ``UNKNOWN``."""
    names = sorted(columns, key=_version)
    contents = [f"- [{subject.title}](#{_anchor(subject.title)})" for subject in subjects]
    parts = ["# What each Python does", _wrapped(_INTRODUCTION), _LEGEND.rstrip()]
    parts.append("\n".join(contents))
    for subject in subjects:
        rows = [["", *names], ["---"] * (len(names) + 1)]
        for probe in subject.probes:
            key = subject.title, probe.title
            cells = [columns[name].cells.get(key, UNKNOWN) for name in names]
            rows.append([probe.title, *_without_repetition(cells)])
        parts += [f"## {subject.title}", _wrapped(subject.text), "\n".join(_table(rows))]
        notes = [_note(probe) for probe in subject.probes if probe.note]
        if notes:
            parts.append("\n".join(notes))
    releases = ", ".join(columns[name].release for name in names)
    parts += ["## How this was made", f"By `{COMMAND} --write`,\non CPython {releases}."]
    return "\n\n".join(parts) + "\n"


def read(page: str) -> dict[str, Column]:
    """Return the columns of a page that ``write`` has made."""
    found = re.search(r"on CPython (.*)\.\n", page)
    releases = found[1].split(", ") if found else []
    cells: list[Cells] = [{} for _ in releases]
    subject = ""
    for line in page.splitlines():
        if line.startswith("## "):
            subject = line.removeprefix("## ")
        elif subject and line.startswith("| "):
            title, *words = [word.strip() for word in line.strip("|").split(" |")]
            before = UNKNOWN
            for column, word in zip(cells, words, strict=True):
                before = before if word == SAME else word
                if title.strip("-"):  # not a table's head
                    column[subject, title] = before
    return {
        ".".join(release.split(".")[:2]): Column(release, column)
        for release, column in zip(releases, cells, strict=True)
    }


def _version(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(".")))


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _note(probe: Probe) -> str:
    return _wrapped(f"- {probe.title}: {probe.note}", indent="  ")


def _without_repetition(cells: Sequence[str]) -> Iterator[str]:
    before = None
    for cell in cells:
        yield SAME if cell == before else cell
        before = cell


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        fill = "-" if row[0] == "---" else " "
        cells = [cell.ljust(width, fill) for cell, width in zip(row, widths, strict=True)]
        yield f"| {' | '.join(cells)} |"
