"""Build the migration guide."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from compare.differences import KnownDifference, known_differences
from off_coroutine.migration.rules import RULES
from off_coroutine.proof.columns import headline, side_by_side

FRAME = Path(__file__).with_name("frame.md")
ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "migration-guide.md"
CONVERTED = ROOT / "tests" / "migration_cases"
REVIEWED = ROOT / "tests" / "review_cases"

_HEAD = re.compile(r"^(Found|Why|Fix|Safety): ", re.MULTILINE)
_MARKERS = re.compile(r" +# (?:found|refused): .*")


def build() -> str:
    """Return the guide as Markdown; the same whenever it is built."""
    parts = {
        "differences": map(_difference, known_differences()),
        "conversions": (_rule(name, rule) for name, rule in _rules(CONVERTED)),
        "warnings": (_rule(name, rule) for name, rule in _rules(REVIEWED)),
    }
    guide = FRAME.read_text(encoding="utf-8")
    for name, sections in parts.items():
        guide = guide.replace(f"<!-- {name} -->\n", "\n".join(sections))
    return guide


def _difference(known: KnownDifference) -> str:
    lines = [f"### {known.name[0].upper()}{known.name[1:]}", "", known.remedy]
    for verdict in known.check().values():
        if verdict.difference is not None:
            table = side_by_side(verdict.difference)
            lines += ["", headline(verdict.difference) + ":", "", "```text", table, "```"]
    return "\n".join([*lines, ""])


def _rules(cases: Path) -> Iterator[tuple[str, ModuleType]]:
    for name, rule in RULES.items():
        if (cases / _folder(rule)).is_dir():
            yield name, rule


def _folder(rule: ModuleType) -> str:
    return rule.__name__.rpartition(".")[2]


def _rule(name: str, rule: ModuleType) -> str:
    """Return the section of a rule: what its docstring says, and its fixtures."""
    title, _, heads = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
    said = _HEAD.sub(lambda head: f"- **{head[1]}.** ", heads).replace("\n    ", "\n  ")
    lines = [f"### {name}", "", title, "", said]
    for cases, file, words in (
        (CONVERTED, "before.py", "Before:"),
        (CONVERTED, "after.py", "After `migrate`:"),
        (CONVERTED, "after_3_11.py", "After `migrate --target 3.11`:"),
        (CONVERTED, "refused.py", "Refused, because {}:"),
        (CONVERTED, "kept.py", "It is still made to import on Python 3.11 and later:"),
        (REVIEWED, "found.py", "Found at each marked line:"),
    ):
        path = cases / _folder(rule) / file
        if path.exists():
            source = path.read_text(encoding="utf-8").strip()
            if file == "refused.py":
                reasons = re.findall(r"# refused: (.*)", source)
                words = words.format(" and ".join(dict.fromkeys(reasons)))
                source = _MARKERS.sub("", source)
            lines += ["", words, "", f"```python {path.stem}", source, "```"]
    return "\n".join([*lines, ""])
