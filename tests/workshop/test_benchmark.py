"""The benchmark: what its rows say, and how long only where that is the point."""

import asyncio
import gc
import json
import platform
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from compare.__main__ import main
from compare.styles import PACKAGES
from compare.workshop.benchmark import costs
from compare.workshop.benchmark.contenders import CONTENDERS, MOST_SCHEDULES, Contender
from compare.workshop.benchmark.costs import KINDS, REFERENCE, Cost
from compare.workshop.benchmark.measuring import NEEDED_PYTHON, Row, rows
from compare.workshop.benchmark.work import promises, promisio

OTHERS = [contender for contender in CONTENDERS if contender.tool != "compare"]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the other tools, whether installed or not."""
    for tool in (*NEEDED_PYTHON, REFERENCE):
        monkeypatch.setitem(sys.modules, tool, None)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure as little as can be."""
    monkeypatch.setattr(costs, "ROUNDS", 1)
    monkeypatch.setattr(costs, "TIMES", 3)


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


@pytest.mark.usefixtures("alone", "brief")
def test_every_style_does_every_kind_of_work() -> None:
    done = [(cost.kind, cost.style) for cost in costs.costs()]
    assert done == [(kind, style) for kind in KINDS for style in PACKAGES]


@pytest.mark.usefixtures("alone", "brief")
def test_ratios_are_to_modern() -> None:
    modern: dict[str, float] = {}
    for cost in costs.costs():
        modern.setdefault(cost.kind, cost.seconds)
        assert cost.ratio == cost.seconds / modern[cost.kind]


@pytest.mark.parametrize("style", PACKAGES)
@pytest.mark.parametrize("kind", ["call", "wait", "task"])
def test_work_is_done_as_often_as_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, style: str, kind: str
) -> None:
    module = import_module(f"compare.workshop.benchmark.work.{style}")
    name = "added" if kind == "call" else "answer"
    act, calls = getattr(module, name), []

    def counted(*args: int) -> object:
        calls.append(args)
        return act(*args)

    async def work() -> None:
        await getattr(module, kind)(5)

    monkeypatch.setattr(module, name, counted)
    asyncio.run(work())
    assert len(calls) == 5


@pytest.mark.parametrize("style", ["promises", REFERENCE])
def test_every_hop_takes_the_value_of_the_one_before(style: str) -> None:
    if style == REFERENCE and not costs.installed():
        pytest.skip(f"needs {REFERENCE}: pip install {REFERENCE}")

    async def work() -> object:
        return await import_module(f"compare.workshop.benchmark.work.{style}").hop(5)

    assert asyncio.run(work()) == 5


@pytest.mark.usefixtures("brief")
def test_garbage_collection_is_off_only_while_measuring() -> None:
    seen = []

    async def work(count: int) -> None:
        seen.append((count, gc.isenabled()))

    costs.fastest({"it": work})
    assert seen == [(3, False)]
    assert gc.isenabled()


def test_styles_take_turns_in_every_round_and_the_fastest_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = iter([0, 30, 100, 110, 200, 210, 300, 330])  # seconds when work begins and ends
    monkeypatch.setattr(time, "process_time", lambda: next(ticks))
    monkeypatch.setattr(costs, "ROUNDS", 2)
    monkeypatch.setattr(costs, "TIMES", 10)
    turns = []

    def named(name: str) -> costs.Work:
        async def work(_: int) -> None:
            turns.append(name)

        return work

    assert costs.fastest({"one": named("one"), "other": named("other")}) == {"one": 1, "other": 1}
    assert turns == ["one", "other"] * 2


def test_a_hop_is_at_least_three_times_cheaper_than_that_of_promisio() -> None:
    if not costs.installed():
        pytest.skip(f"needs {REFERENCE}: pip install {REFERENCE}")
    works = {"ours": promises.hop, REFERENCE: promisio.hop}
    # What disturbs the machine for a while disturbs every round of a measurement.
    measured = [costs.fastest(works) for _ in range(5)]
    assert max(each[REFERENCE] / each["ours"] for each in measured) >= 3


def test_without_the_reference_nothing_is_said_of_it() -> None:
    assert costs.cheaper([Cost("hop", "promises", 1e-6, 8.0)]) is None


@pytest.mark.usefixtures("alone", "brief")
def test_the_tables_have_the_figures_and_what_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench"]) == 0
    styles, engine = capsys.readouterr().out.split("\n\n")
    table = styles.splitlines()
    assert table[0].split() == ["work", *PACKAGES, REFERENCE, "what"]
    assert [line.split()[0] for line in table[1:6]] == list(KINDS)
    assert table[6] == "promisio is not installed: pip install promisio"
    table = engine.splitlines()
    assert table[0].split()[-5:] == ["exhausted", "seconds", "per", "second", "ratio"]
    assert table[1].split()[-5:-3] == ["70", "yes"]
    assert sum("not installed: pip install" in line for line in table) == len(OTHERS)


@pytest.mark.usefixtures("alone", "brief")
def test_json_has_the_same_rows_and_the_python_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["python"] == platform.python_version()
    assert printed["engine"][0]["schedules"] == 70
    assert len(printed["engine"]) == len(CONTENDERS)
    assert len(printed["styles"]) == len(KINDS) * len(PACKAGES)


@pytest.mark.usefixtures("alone", "brief")
@pytest.mark.parametrize(("only", "other"), [("styles", "engine"), ("engine", "styles")])
def test_one_of_both_can_be_measured_alone(
    capsys: pytest.CaptureFixture[str], only: str, other: str
) -> None:
    assert main(["bench", only, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed[only]
    assert printed[other] == []


@pytest.mark.usefixtures("alone", "brief")
def test_the_page_says_what_was_measured_and_how(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "--report", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'cost.html'}\n"
    html = (tmp_path / "cost.html").read_text(encoding="utf-8")
    assert costs.METHOD in html
    for kind in KINDS.values():
        assert kind in html
    assert html.count("<tr><th") == (len(PACKAGES) + 1) * len(KINDS) + len(CONTENDERS) + 1
