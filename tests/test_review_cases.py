"""Each rule finds what its fixtures mark, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compare.migration.review import review
from compare.migration.rules import MODULES, RULES

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "review_cases"
MARKED = re.compile(r"# found: ([\w-]+)")
ONLY_REVIEW_KNOWS = sorted(rule.KIND.rule for rule in MODULES if hasattr(rule, "warn"))


def found(*paths: Path) -> list[tuple[int, str]]:
    reviewed = review({path.name: path.read_bytes() for path in paths})
    assert not reviewed.unreadable
    return [(finding.line, finding.rule) for finding in reviewed.findings]


def case(rule: str) -> Path:
    return CASES / rule.replace("-", "_")


@pytest.mark.parametrize("rule", [*ONLY_REVIEW_KNOWS, "unused-allow"])
def test_a_rule_finds_each_place_that_is_marked(rule: str) -> None:
    path = case(rule) / "found.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = [
        (number, mark[1]) for number, line in enumerate(lines, 1) if (mark := MARKED.search(line))
    ]
    assert found(path) == marked


@pytest.mark.parametrize("rule", [*ONLY_REVIEW_KNOWS, "unused-allow"])
def test_a_rule_finds_nothing_in_what_only_looks_like_it(rule: str) -> None:
    assert found(case(rule) / "quiet.py") == []


def test_every_folder_of_fixtures_belongs_to_a_rule() -> None:
    assert {path.name.replace("_", "-") for path in CASES.iterdir()} <= RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_a_docstring_says_what_is_found_and_why_and_what_to_do(rule: str) -> None:
    title, _, rest = (RULES[rule].__doc__ or "").partition("\n\n")
    assert title.endswith(".")
    assert re.findall(r"^(\w+):", rest, re.M) == ["Found", "Why", "Fix", "Safety"]


@pytest.mark.parametrize("folder", ["modern", "compare"])
def test_nothing_is_found_in_the_modern_code_of_this_project(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    contents = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
    assert review(contents).findings == []
