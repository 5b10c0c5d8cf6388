"""Findings as a log of the Static Analysis Results Interchange Format, 2.1.0."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.rules import RULES
from off_coroutine.migration.source.source_file import Source

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_NAMES = list(RULES)


def sarif(
    findings: Sequence[Finding],
    sources: Mapping[str, Source],
    unreadable: Mapping[str, str],
    guide: Callable[[str], str],
) -> dict[str, Any]:
    """Return the log of one run, as what `json.dumps` takes.

    Args:
        sources: path -> what the findings there are in.
        unreadable: path -> why it was not reviewed.
        guide: name of a rule -> where it is explained.
    """
    run = {
        "tool": {
            "driver": {"name": "off-coroutine review", "rules": [_rule(n, guide) for n in _NAMES]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unreadable,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": f"{path}: not reviewed: {reason}"},
                        "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
                    }
                    for path, reason in unreadable.items()
                ],
            }
        ],
        "results": [_result(finding, sources[finding.path]) for finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str, guide: Callable[[str], str]) -> dict[str, Any]:
    title, _, rest = inspect.cleandoc(RULES[name].__doc__ or "").partition("\n\n")
    return {
        "id": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{RULES[name].INFO.why}."},
        "help": {"text": rest, "markdown": f"{rest}\n\n[In the guide]({guide(name)})"},
    }


def _result(finding: Finding, source: Source) -> dict[str, Any]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "snippet": {"text": source.line(finding.line)},
    }
    message = f"{finding.what}: {finding.why}. To do: {finding.remedy}."
    return {
        "ruleId": finding.rule,
        "ruleIndex": _NAMES.index(finding.rule),
        "level": "warning",
        "message": {"text": message},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(finding.path), "region": region}}
        ],
    }


def _artifact(path: str) -> dict[str, str]:
    """Return where a file is: as a relative reference, unless it is outside of the folder."""
    relative = os.path.relpath(path)
    if relative.startswith(os.pardir):
        return {"uri": Path(path).absolute().as_uri()}
    return {"uri": quote(os.fsencode(Path(relative).as_posix()))}
