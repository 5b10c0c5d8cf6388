"""The benchmark: what its rows say, never how long they took."""

import json
import platform
import sys
from importlib.util import find_spec

import pytest

from compare.__main__ import main
from compare.benchmark.contenders import CONTENDERS, MOST_SCHEDULES, Contender
from compare.benchmark.measuring import NEEDED_PYTHON, Row, rows

OTHERS = [contender for contender in CONTENDERS if contender.tool != "compare"]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the other tools, whether installed or not."""
    for tool in NEEDED_PYTHON:
        monkeypatch.setitem(sys.modules, tool, None)


@pytest.fixture
def found(alone: None) -> list[Row]:
    return list(rows())


def test_there_is_a_row_for_every_contender(found: list[Row]) -> None:
    described = [(row.program, row.tool, row.explores) for row in found]
    assert described == [contender[:3] for contender in CONTENDERS]


def test_ours_exhausts_the_counter_in_70_schedules(found: list[Row]) -> None:
    assert (found[0].tool, found[0].schedules, found[0].exhausted) == ("compare", 70, True)


def test_ours_exhausts_every_program_and_has_figures(found: list[Row]) -> None:
    for row in found:
        if row.tool == "compare":
            assert row.exhausted
            assert row.schedules and row.seconds
            assert row.per_second == row.schedules / row.seconds


def test_the_ratio_is_to_the_first_row_of_the_program(found: list[Row]) -> None:
    first: dict[str, Row] = {}
    for row in found:
        to = first.setdefault(row.program, row)
        if row.per_second and to.per_second:
            assert row.ratio == row.per_second / to.per_second
    assert [row.ratio for row in first.values()] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("tool", "cure"),
    [
        ("simloom", "not installed: pip install simloom (needs Python 3.12 or later)"),
        ("frontrun", "not installed: pip install frontrun (needs Python 3.10 or later)"),
        ("cancellens", "not installed: pip install cancellens (needs Python 3.10 or later)"),
    ],
)
def test_a_missing_tool_is_named_with_its_install_command(
    found: list[Row], tool: str, cure: str
) -> None:
    of_tool = [row for row in found if row.tool == tool]
    assert of_tool
    for row in of_tool:
        assert row.missing == cure
        assert row.schedules is row.seconds is row.per_second is row.ratio is None


@pytest.mark.parametrize("contender", OTHERS, ids=lambda each: f"{each.tool}: {each.explores}")
def test_an_installed_tool_explores_within_its_bounds(contender: Contender) -> None:
    if find_spec(contender.tool) is None:
        python = NEEDED_PYTHON[contender.tool]
        pytest.skip(f"needs `pip install {contender.tool}` (Python {python} or later)")
    explored = contender.explore(1.0)
    assert 0 < explored.schedules <= MOST_SCHEDULES


@pytest.mark.usefixtures("alone")
def test_the_table_has_the_figures_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].split()[-5:] == ["exhausted", "seconds", "per", "second", "ratio"]
    assert table[1].split()[-5:-3] == ["70", "yes"]
    assert sum("not installed: pip install" in line for line in table) == len(OTHERS)


@pytest.mark.usefixtures("alone")
def test_json_has_the_same_rows_and_the_python_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["python"] == platform.python_version()
    assert printed["rows"][0]["schedules"] == 70
    assert len(printed["rows"]) == len(CONTENDERS)
