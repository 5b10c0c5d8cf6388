"""The cost of a line: what its rows say, never how much it is."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from compare.__main__ import main
from compare.workshop.benchmark import growth
from compare.workshop.benchmark.growth import Growth
from compare.workshop.corpus import speed
from off_coroutine.migration.migrate import migrate
from off_coroutine.options import USAGE

NAP = "import asyncio\n\n\n@asyncio.coroutine\ndef nap():\n    yield from asyncio.sleep(1)\n"


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "ROUNDS", 1)
    monkeypatch.setitem(sys.modules, "pyupgrade._main", None)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "nap.py").write_text(NAP)
    (tmp_path / "two" / "unreadable.py").write_text("(")
    return tmp_path


def test_every_tool_has_a_row_for_every_size_or_says_its_cure(brief: None) -> None:
    rows = list(growth.growth(3000))
    assert {row.tool for row in rows} == set(growth.TOOLS)
    assert len(rows) == 2 * len(growth.TOOLS)
    for row in rows:
        if row.tool == "pyupgrade":
            assert row.missing == "not installed: pip install pyupgrade"
        else:
            assert row.microseconds and row.ratio
    assert [row.ratio for row in rows if row.tool == "migrate" and row.lines >= 3000] == [1.0]


def test_a_tree_is_measured_with_the_lines_that_it_has(brief: None, tree: Path) -> None:
    assert {row.lines for row in growth.growth(tree=tree)} == {12}


def test_a_tree_is_copied_where_more_lines_are_asked_for(brief: None, tree: Path) -> None:
    assert {row.lines for row in growth.growth(30, tree)} == {30}


def test_the_project_holds_the_shapes_that_were_quadratic_and_is_legacy() -> None:
    code = growth.legacy()
    assert len(code) > 20
    assert "mock.patch" in code["shapes.py"]
    assert "with (yield from lock)" in code["shapes.py"]
    assert migrate({path: text.encode() for path, text in code.items()}).changed
    for text in code.values():
        ast.parse(text)


@pytest.mark.parametrize(("power", "of_large"), [(1.0, 1.0), (2.0, 2.0)])
def test_the_exponent_is_that_of_large_projects(power: float, of_large: float) -> None:
    rows = [
        Growth("migrate", lines, 1e-3 * lines ** (power - 1))
        for lines in (10_000, 100_000, 1_000_000)
    ]
    started = Growth("migrate", 1_000, 5000.0)
    assert growth.exponents([started, *rows]) == {"migrate": pytest.approx(of_large)}


def test_one_size_has_no_exponent() -> None:
    assert growth.exponents([Growth("migrate", 1000, 5.0)]) == {}


def test_the_command_prints_a_table_and_json(
    brief: None, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "migrate", str(tree)]) == 0
    said = capsys.readouterr().out
    assert "pyupgrade not installed: pip install pyupgrade" in said
    assert main(["bench", "migrate", str(tree), "--json"]) == 0
    machine = json.loads(capsys.readouterr().out)
    assert [row["tool"] for row in machine["rows"]] == list(growth.TOOLS)


@pytest.mark.parametrize(
    "words", [["engine", "somewhere"], ["--largest", "3"], ["migrate", "--report", "x"]]
)
def test_options_of_another_measurement_are_wrong_usage(words: list[str]) -> None:
    assert main(["bench", *words]) == USAGE


def test_a_folder_without_python_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["bench", "migrate", str(tmp_path)]) == USAGE
