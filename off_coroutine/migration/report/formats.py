"""How findings are printed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from rich.cells import cell_len

from off_coroutine.migration.report.sarif import sarif
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.source.source_file import Source
from off_coroutine.options import counted

_GUIDE = "docs/migration-guide.md"
_SHOWN = 100  # characters of a source line


class Report(NamedTuple):
    """What there is to print.

    Attributes:
        findings: in order.
        sources: path -> what was read there.
        unreadable: path -> why it was not.
    """

    findings: list[Finding]
    sources: dict[str, Source]
    unreadable: dict[str, str]


def guide(rule: str) -> str:
    """Return where the guide explains a rule."""
    return f"{_GUIDE}#{rule}"


def text(report: Report) -> str:
    """Return each finding with its line, for a person."""
    blocks = [_block(finding, report.sources[finding.path]) for finding in report.findings]
    return "\n".join([*blocks, _summary(report)])


def _block(finding: Finding, source: Source) -> str:
    line, caret = _pointed(source, finding.line, finding.column)
    return (
        f"{finding.place}: {finding.rule}: {finding.what}\n"
        f"    {line}\n    {caret}\n"
        f"  why: {finding.why}\n  do:  {_advice(finding)}\n  see: {guide(finding.rule)}\n"
    )


def _pointed(source: Source, line: int, column: int) -> tuple[str, str]:
    """Return a source line, cut to what fits, and a caret under one of its columns."""
    whole = source.line(line)
    first = max(0, column - 1 - _SHOWN // 2) if len(whole) > _SHOWN else 0
    indentation = len(whole) - len(whole.lstrip())
    first = max(first, min(indentation, column - 1))
    shown = "".join(_printable(character) for character in whole[first : first + _SHOWN])
    return shown.rstrip(), " " * cell_len(shown[: column - 1 - first]) + "^"


def _printable(character: str) -> str:
    if character == "\t":
        return " "
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _advice(finding: Finding) -> str:
    if finding.refusal:
        return f"{finding.remedy} (`migrate` leaves it: {finding.refusal})"
    return f"{finding.remedy} (`migrate` does)" if finding.edits else finding.remedy


def _summary(report: Report) -> str:
    files = counted(len(report.sources), "file")
    if not report.findings:
        return f"nothing found in {files}\n"
    places = len({finding.path for finding in report.findings})
    rules = Counter(finding.rule for finding in report.findings).most_common()
    counts = "".join(f"{count:8,}  {rule}\n" for rule, count in rules)
    return f"{counted(len(report.findings), 'finding')} in {places:,} of {files}\n{counts}"


def as_json(report: Report) -> str:
    """Return an object of `findings` and `unreadable`, for a program."""
    findings = [_described(finding) for finding in report.findings]
    unreadable = [{"path": path, "reason": why} for path, why in report.unreadable.items()]
    return json.dumps({"findings": findings, "unreadable": unreadable}, indent=2) + "\n"


def _described(finding: Finding) -> dict[str, Any]:
    fields = ("rule", "path", "line", "column", "what", "why", "remedy", "since", "refusal")
    described = {field: getattr(finding, field) for field in fields}
    return {**described, "migrates": bool(finding.edits), "guide": guide(finding.rule)}


def as_sarif(report: Report) -> str:
    """Return a log of the Static Analysis Results Interchange Format, 2.1.0."""
    log = sarif(report.findings, report.sources, report.unreadable, guide)
    return json.dumps(log, indent=2) + "\n"


def github(report: Report) -> str:
    """Return the commands by which a GitHub workflow annotates lines."""
    commands = []
    for finding in report.findings:
        place = f"file={_property(finding.path)},line={finding.line},col={finding.column}"
        title = _property(f"{finding.rule}: {finding.what}")
        message = _escaped(f"{finding.why}\n{_advice(finding)}\n{guide(finding.rule)}")
        commands.append(f"::error {place},title={title}::{message}\n")
    return "".join(commands)


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "sarif": as_sarif,
    "github": github,
}
