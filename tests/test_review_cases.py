"""Each rule finds what its fixtures mark, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import aiohttp
import motor
import pymongo
import pytest
import pytest_asyncio

from off_coroutine.migration.review import review
from off_coroutine.migration.rules import MODULES, RULES

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "review_cases"
MARKED = re.compile(r"# found: ([\w-]+)")
ONLY_REVIEW_KNOWS = {rule.INFO.rule for rule in MODULES if hasattr(rule, "warn")}
WITH_FIXTURES = sorted(path.name.replace("_", "-") for path in CASES.iterdir())


def found(*paths: Path) -> list[tuple[int, str]]:
    shown = [name for name, rule in RULES.items() if not rule.INFO.implied]
    reviewed = review({path.name: path.read_bytes() for path in paths}, shown)
    assert not reviewed.unreadable
    return [(finding.line, finding.rule) for finding in reviewed.findings]


def case(rule: str) -> Path:
    return CASES / rule.replace("-", "_")


@pytest.mark.parametrize("rule", WITH_FIXTURES)
def test_a_rule_finds_each_place_that_is_marked(rule: str) -> None:
    path = case(rule) / "found.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = [
        (number, mark[1]) for number, line in enumerate(lines, 1) if (mark := MARKED.search(line))
    ]
    assert found(path) == marked


@pytest.mark.parametrize("rule", WITH_FIXTURES)
def test_a_rule_finds_nothing_in_what_only_looks_like_it(rule: str) -> None:
    assert found(case(rule) / "quiet.py") == []


def test_what_only_review_knows_has_fixtures_and_each_folder_of_them_a_rule() -> None:
    assert {*ONLY_REVIEW_KNOWS, "unused-allow"} <= set(WITH_FIXTURES) <= RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_a_docstring_says_what_is_found_and_why_and_what_to_do(rule: str) -> None:
    title, _, rest = (RULES[rule].__doc__ or "").partition("\n\n")
    assert title.endswith(".")
    assert re.findall(r"^(\w+):", rest, re.M) == ["Found", "Why", "Fix", "Safety"]


def test_nothing_is_found_in_the_modern_code_of_this_project() -> None:
    paths = sorted([*(ROOT / "modern").rglob("*.py"), *(ROOT / "compare").rglob("*.py")])
    contents = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in paths
        if not is_legacy_on_purpose(path)
    }
    assert len(contents) > 100
    assert review(contents).findings == []


def is_legacy_on_purpose(path: Path) -> bool:
    return "probes" in path.parts or "legacy_style.coroutine" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("package", [aiohttp, motor, pymongo, pytest_asyncio])
def test_nothing_but_names_that_leave_is_found_in_packages_of_today(package: ModuleType) -> None:
    """They are right, so that what is found there, beside what asyncio will remove, is wrong."""
    folder = Path(str(package.__file__)).parent
    findings = review(
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.py"))
        }
    ).findings
    assert [finding for finding in findings if finding.rule != "leaving-name"] == []
