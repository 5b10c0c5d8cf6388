"""Build the migration guide."""

from __future__ import annotations

from pathlib import Path

from compare.columns import headline, side_by_side
from compare.differences import KnownDifference, known_differences

FRAME = Path(__file__).with_name("frame.md")
GUIDE = Path(__file__).parents[2] / "docs" / "migration-guide.md"


def build() -> str:
    """Return the guide as Markdown; the same whenever it is built."""
    sections = "\n".join(_difference(known) for known in known_differences())
    return FRAME.read_text(encoding="utf-8").replace("<!-- differences -->\n", sections)


def _difference(known: KnownDifference) -> str:
    lines = [f"### {known.name[0].upper()}{known.name[1:]}", "", known.remedy]
    for verdict in known.check().values():
        if verdict.difference is not None:
            table = side_by_side(verdict.difference)
            lines += ["", headline(verdict.difference) + ":", "", "```text", table, "```"]
    return "\n".join([*lines, ""])
