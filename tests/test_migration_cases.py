"""Every fixture is migrated, and run before on an old interpreter and after on this one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from off_coroutine.interpreters import find
from off_coroutine.migration.migrate import MigrationResult, migrate

CASES = Path(__file__).parent / "migration_cases"
LAST_WITH_THE_DECORATOR = (3, 10)
CONVERTED = sorted(path.parent for path in CASES.glob("*/before.py"))
FOR_3_11 = sorted(path.parent for path in CASES.glob("*/after_3_11.py"))
REFUSED = sorted(CASES.glob("*/refused.py"))
KEPT = sorted(CASES.glob("*/kept.py"))
EXPECTED = re.compile(r"# refused: (.*)")


def migrated(path: Path) -> MigrationResult:
    return migrate({path.name: path.read_bytes()})


@pytest.fixture(scope="module")
def old_python() -> Path:
    """The oldest Python there is that has the decorator, and `async` as a name."""
    for interpreter in find():
        if not interpreter.broken and interpreter.version[:2] <= LAST_WITH_THE_DECORATOR:
            return interpreter.path
    pytest.skip("no Python up to 3.10 to run legacy code: pyenv install 3.6.15")


def printed(python: Path | str, program: Path) -> str:
    """Return what a program prints."""
    run = subprocess.run(
        [python, "-W", "ignore", program], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("case", CONVERTED, ids=lambda case: case.name)
def test_a_fixture_is_converted(case: Path) -> None:
    result = migrated(case / "before.py")
    assert not result.refused
    assert result.changed["before.py"].decode() == (case / "after.py").read_text()


@pytest.mark.parametrize("case", CONVERTED, ids=lambda case: case.name)
def test_the_rule_finds_something_in_its_fixture(case: Path) -> None:
    rules = {finding.rule for finding in migrated(case / "before.py").findings}
    assert case.name.replace("_", "-") in rules


@pytest.mark.parametrize("case", CONVERTED, ids=lambda case: case.name)
def test_a_converted_fixture_changes_no_more(case: Path) -> None:
    result = migrated(case / "after.py")
    assert not result.changed
    assert not result.findings


@pytest.mark.parametrize("case", CONVERTED, ids=lambda case: case.name)
def test_a_fixture_prints_the_same_before_and_after(case: Path, old_python: Path) -> None:
    before = printed(old_python, case / "before.py")
    assert before
    assert printed(sys.executable, case / "after.py") == before
    assert printed(old_python, case / "after.py") == before


@pytest.mark.parametrize("case", FOR_3_11, ids=lambda case: case.name)
def test_a_target_gives_shorter_text_that_prints_the_same(case: Path, old_python: Path) -> None:
    result = migrate({"before.py": (case / "before.py").read_bytes()}, (3, 11))
    assert result.changed["before.py"].decode() == (case / "after_3_11.py").read_text()
    assert printed(sys.executable, case / "after_3_11.py") == printed(
        old_python, case / "before.py"
    )


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.parent.name)
def test_what_is_refused_is_said(case: Path) -> None:
    result = migrated(case)
    kept = case.with_name("kept.py")
    assert result.changed == ({case.name: kept.read_bytes()} if kept.exists() else {})
    expected = {
        number: found[1]
        for number, line in enumerate(case.read_text().splitlines(), 1)
        if (found := EXPECTED.search(line))
    }
    said = {finding.line: finding.refusal for finding in result.refused}
    assert said.keys() == expected.keys()
    for line, reason in expected.items():
        assert reason in said[line]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.parent.name)
def test_what_is_refused_prints_the_same_as_before(kept: Path, old_python: Path) -> None:
    before = printed(old_python, kept.with_name("refused.py"))
    assert before
    assert printed(sys.executable, kept) == before


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.parent.name)
def test_what_is_refused_changes_no_more(kept: Path) -> None:
    assert not migrated(kept).changed
