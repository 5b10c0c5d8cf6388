"""``python -m compare --differences``: the known differences, each shown."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from rich.console import Console

from compare.differences import KnownDifference, decisions, known_differences
from off_coroutine.engine import Verdict
from off_coroutine.proof.columns import side_by_side

if TYPE_CHECKING:
    from off_coroutine.options import Options


def add_options(parser: Options) -> None:
    parser.add_argument(
        "--differences",
        action="store_const",
        dest="run",
        const=command,
        help="list the known differences instead, each with its shortest schedule",
    )


def command(options: argparse.Namespace) -> int:
    """Check and print every known difference; return 0 if all are as known."""
    found = []
    with Console(stderr=True).status("") as status:
        for known in known_differences():
            status.update(known.name)
            found.append((known, known.check()))
    if options.json:
        print(json.dumps([_as_json(*pair) for pair in found], indent=2))
    else:
        for number, (known, verdicts) in enumerate(found, 1):
            print(_section(number, known, verdicts))
        as_known = sum(known.holds(verdicts) for known, verdicts in found)
        print(f"{len(found)} known differences, {as_known} as known")
    return 0 if all(known.holds(verdicts) for known, verdicts in found) else 1


def _section(number: int, known: KnownDifference, verdicts: dict[str, Verdict]) -> str:
    title = f"{number}. {known.name}"
    parts = [title, "=" * len(title), known.remedy]
    for style, verdict in verdicts.items():
        parts.append(f"\nmodern and {style}: {verdict}")
        if verdict.difference is not None:
            parts.append(side_by_side(verdict.difference))
    if not known.holds(verdicts):
        parts.append(f"\nNOT AS KNOWN: apart should be {dict(known.apart)}")
    return "\n".join(parts) + "\n"


def _as_json(known: KnownDifference, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    return {
        "name": known.name,
        "remedy": known.remedy,
        "as known": known.holds(verdicts),
        "styles": {
            style: {
                "verdict": str(verdict),
                "schedules": verdict.schedules,
                "decisions": decisions(verdict.difference),
                "shortest": verdict.difference and verdict.difference.shortest,
            }
            for style, verdict in verdicts.items()
        },
    }
