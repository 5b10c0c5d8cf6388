"""A contract, run before and after inside the Python that the code was written for."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from off_coroutine.cli import run as main
from off_coroutine.interpreters import find

OLD = [each for each in find() if (3, 6) <= each.version < (3, 9) and not each.broken]
WITH_LOCK = """
import asyncio

@asyncio.coroutine
def charge(bank):
    lock = asyncio.Lock(loop=asyncio.get_event_loop())
    with (yield from lock):
        return (yield from bank.charge(10))
"""
CONTRACT = """
from off_coroutine import Scenario, World
from purse.paying import charge

CHARGE = Scenario("a charge is locked", {"it": charge}, World(charge=["receipt", OSError("gone")]))
"""
VERSION = """
import asyncio
import sys

@asyncio.coroutine
def charge(bank):
    receipt = yield from bank.charge(10)
    bank.say(sys.version_info < (3, 9))
    return receipt
"""


@pytest.fixture(autouse=True)
def _old_python() -> None:
    if not OLD:
        pytest.skip("no Python from 3.6 to 3.8: pyenv install 3.6.15")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "purse").mkdir()
    (tmp_path / "purse" / "__init__.py").touch()
    (tmp_path / "purse" / "paying.py").write_text(WITH_LOCK)
    (tmp_path / "contract.py").write_text(CONTRACT)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not list(temporary.iterdir())
    assert not list(tmp_path.rglob("*.pyc"))


def prove(python: str) -> int:
    words = ["--prove", "contract.py", "--python", python, "--write"]
    return main(["migrate", "purse", *words])


def written(package: Path) -> str:
    return (package / "purse" / "paying.py").read_text()


def test_what_only_an_old_python_runs_is_proved_there_and_compared_with_this_one(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prove(OLD[0].name) == 0
    said = capsys.readouterr().err.splitlines()
    old, new = OLD[0].full_name, ".".join(map(str, sys.version_info[:3]))
    assert said[:2] == [
        f"on Python {old}: a charge is locked: exhausted 3 schedules: equivalent",
        f"after, on Python {new}: a charge is locked: the same under 3 schedules",
    ]
    assert "async with lock" in written(package)


def test_without_it_the_difference_names_the_cure(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "purse", "--prove", "contract.py", "--write"]) == 1
    assert "--python" in capsys.readouterr().err
    assert written(package) == WITH_LOCK


def test_what_this_python_does_otherwise_is_shown_and_nothing_is_written(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "purse" / "paying.py").write_text(VERSION)
    assert prove(OLD[0].name) == 1
    said = capsys.readouterr().err
    assert "says False" in said
    assert "says True" in said
    assert f"before, on {OLD[0].full_name}" in said
    assert written(package) == VERSION


def test_a_path_is_run_with_the_packages_of_its_environment(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "environment").mkdir()
    python = package / "environment" / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={package}/only exec {OLD[0].path} "$@"\n')
    python.chmod(0o755)
    (package / "only").mkdir()
    (package / "only" / "dependency.py").touch()
    (package / "purse" / "paying.py").write_text("import dependency\n" + WITH_LOCK)
    assert prove(str(python)) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].endswith("exhausted 3 schedules: equivalent")
    assert said[1].startswith("not compared with Python ")
    assert "No module named 'dependency'" in said[1]


@pytest.mark.parametrize(
    ("python", "complaint"),
    [
        ("3.5", "no Python from 3.6 on is named '3.5'"),
        ("all", "name the one that the code ran on"),
        (f".{os.sep}nothing", "cannot be started"),
    ],
)
def test_a_python_that_cannot_run_it_is_told(
    package: Path, capsys: pytest.CaptureFixture[str], python: str, complaint: str
) -> None:
    assert prove(python) == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("contract", "complaint"),
    [
        ("import purse.nothing", "cannot be imported: ModuleNotFoundError"),
        ("import purse.paying", "makes no scenario"),
        (CONTRACT.replace("(yield", "").replace("from purse", "from time"), "cannot be imported"),
        (CONTRACT + "\nprint('aside')\nimport os; os._exit(7)", "died: "),
    ],
)
def test_a_contract_that_cannot_be_run_there_is_told_with_the_python(
    package: Path, capsys: pytest.CaptureFixture[str], contract: str, complaint: str
) -> None:
    (package / "contract.py").write_text(contract)
    assert prove(OLD[0].name) == 2
    said = capsys.readouterr().err
    assert f"Python {OLD[0].full_name}" in said
    assert complaint in said


def test_a_python_without_a_contract_is_wrong_usage(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "purse", "--python", "3.6"]) == 2
    assert "give a contract to --prove" in capsys.readouterr().err


def test_a_bound_holds_there(package: Path) -> None:
    words = ["--prove", "contract.py", "--python", OLD[0].name, "--max-schedules", "2"]
    assert main(["migrate", "purse", *words]) == 3
