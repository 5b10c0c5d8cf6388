"""The page as data and as text; ``test_report_in_browser.py`` looks at it."""

import argparse
import asyncio
import re
import shlex
import sys
from collections import Counter
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from report.pages import PYTHONS, faulty_program, gathered, page, program

from compare import suite
from compare.contract import Contract, Example
from compare.contracts import contract_of, programs
from compare.differences import known_differences
from compare.report import command, gathering, lanes, timeline
from compare.report.page import directory, write
from compare.styles import PACKAGES, STYLES, load, load_all
from off_coroutine.cli import run
from off_coroutine.engine import World
from off_coroutine.options import DIFFERENT, UsageError

ROOT = Path(__file__).parent.parent
EXAMPLES = [
    pytest.param(name, example, id=f"{name}-{example.name.replace(' ', '-')}")
    for name in programs()
    for example in contract_of(name).examples
]


class Elements(HTMLParser):
    """The ids of a page, and what its links lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id":
                self.ids.append(str(value))
            elif name == "href":
                self.links.append(str(value))
            elif name in ("src", "srcset", "data", "poster"):
                self.loaded.append(str(value))
        if tag in ("script", "link", "iframe"):
            self.loaded.append(tag)


def drawn(name: str, number: int) -> timeline.Timeline:
    """Return the timeline of a program's example; the first is 1."""
    example = contract_of(name).examples[number - 1]
    return timeline.draw(*lanes.watch(example, load(name, "modern")))


def run_report(*words: str) -> int:
    parser = argparse.ArgumentParser()
    suite.add_options(parser)
    command.add_options(parser)
    options = parser.parse_args(words)
    return int(options.run(options))


@pytest.fixture(scope="module")
def whole() -> gathering.Page:
    return page(program("sleep_ordering"), program("customer_endpoint"))


@pytest.fixture(scope="module")
def html(whole: gathering.Page, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "index.html"
    write(path, "index.html", page=whole)
    return path.read_text(encoding="utf-8")


def test_the_page_needs_nothing_but_itself(html: str) -> None:
    elements = Elements(html)
    assert elements.loaded == []
    assert [link for link in elements.links if not link.startswith("#")] == []
    assert "url(" not in html
    assert "@import" not in html


def test_every_link_leads_to_a_place_on_the_page(html: str) -> None:
    elements = Elements(html)
    assert {link[1:] for link in elements.links} <= set(elements.ids)


def test_no_two_places_have_the_same_id(html: str) -> None:
    assert [name for name, count in Counter(Elements(html).ids).items() if count > 1] == []


@pytest.mark.parametrize("style", PACKAGES)
def test_every_line_of_code_can_be_linked_to(html: str, style: str) -> None:
    source = Path(str(load("sleep_ordering", style).__file__)).read_text(encoding="utf-8")
    ids = set(Elements(html).ids)
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip():
            assert f"{style}-sleep_ordering-L{number}" in ids


def test_the_parts_of_the_styles_stand_beside_each_other(whole: gathering.Page) -> None:
    rows = whole.programs[0].listing
    assert [row.name for row in rows] == ["imports", "print_after_sleep", "main", "start"]
    for row in rows[1:3]:
        assert [part.style for part in row.parts] == list(PACKAGES)
        for part in row.parts:
            assert any(f"{row.name}</span>" in line.code for line in part.lines)


def test_the_lines_that_modern_has_not_are_marked(whole: gathering.Page) -> None:
    main = next(row for row in whole.programs[0].listing if row.name == "main")
    marked = [[line.changed for line in part.lines] for part in main.parts]
    assert marked[0] == [False] * 5
    assert marked[1] == [True, True, False, True, False, False]  # decorator, def, yield from


def test_the_words_of_the_page_are_explained_above_everything_else(html: str) -> None:
    header = html.partition("<main")[0]
    for word in ("schedule", "exhausted", "bounded", "As agreed", "agree", "drops"):
        assert f"<em>{word}</em>" in header


def test_clauses_and_scenarios_lead_to_each_other(html: str) -> None:
    links = Counter(Elements(html).links)
    for name in ("sleep_ordering", "customer_endpoint"):
        contract = contract_of(name)
        scenarios = [*contract.examples, *contract.exchanges]
        for number in range(1, len(contract.clauses) + 1):
            showing = sum(number in scenario.clauses for scenario in scenarios)
            assert links[f"#{name}-clause-{number}"] == showing > 0
        for number, scenario in enumerate(scenarios, 1):
            assert links[f"#{name}-scenario-{number}"] == len(scenario.clauses)


def test_the_same_input_gives_the_same_bytes(
    whole: gathering.Page, html: str, tmp_path: Path
) -> None:
    names = [program.name for program in whole.programs]
    again = page(*[gathered(contract_of(name), load_all(name, ["modern"])) for name in names])
    assert again.differences == whole.differences
    for before, after in zip(whole.programs, again.programs, strict=True):
        assert after.scenarios == before.scenarios
    write(tmp_path / "index.html", "index.html", page=whole)
    assert (tmp_path / "index.html").read_bytes() == html.encode()


def test_the_page_names_no_path_of_the_machine(html: str) -> None:
    assert str(ROOT) not in html
    assert str(Path.home()) not in re.sub(r"<pre>.*?</pre>", "", html, flags=re.S)


def test_what_a_contract_says_is_text_not_markup(tmp_path: Path) -> None:
    contract = Contract(
        "sleep_ordering",
        clauses=["<b>bold</b> & `<i>`"],
        examples=[Example("<script>", [1], contract_of("sleep_ordering").examples[3].start,
                          [(0, "ends", "returns None")])],
    )  # fmt: skip
    shown = gathered(contract, load_all("sleep_ordering", STYLES))
    write(tmp_path / "it.html", "index.html", page=gathering.page([shown], [], PYTHONS))
    text = (tmp_path / "it.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; <code>&lt;i&gt;</code>" in text
    assert "<script" not in text


def test_a_program_that_differs_comes_first(whole: gathering.Page, tmp_path: Path) -> None:
    faulty = faulty_program(tmp_path)
    shown = gathering.page([whole.programs[1], faulty], whole.differences, PYTHONS)
    assert [each.name for each in shown.programs] == ["sleep_ordering", "customer_endpoint"]
    assert shown.unexpected == [faulty]
    assert faulty.differing == {"promises"}


def test_a_difference_that_is_not_as_known_is_unexpected(whole: gathering.Page) -> None:
    difference = known_differences()[0]
    gone = dict.fromkeys(difference.check(), difference.against("generators").prove())
    known = gathering.known(1, difference, gone)
    assert gathering.page(whole.programs, [known], PYTHONS).unexpected == [known]
    assert whole.unexpected == []


def test_a_scenario_that_differs_shows_where_and_how_to_replay_it(tmp_path: Path) -> None:
    scenario = faulty_program(tmp_path).scenarios[0]
    first = scenario.unexpected[0]
    assert (first.style, first.number) == ("promises", 1)
    assert first.agreed == "(1, 'says', 'Running Task 2')"
    assert scenario.apart is not None
    assert scenario.apart.names == ("modern", "promises")
    assert scenario.apart.steps[-1].kind == "apart"
    assert scenario.apart.replay == (
        "off-coroutine prove compare/contracts/sleep_ordering.py "
        f"--scenario '{scenario.name}' --replay 0"
    )


def test_a_known_difference_shows_its_decisions_and_what_each_style_does(
    whole: gathering.Page,
) -> None:
    known = next(each for each in whole.differences if each.name.startswith("`try: return f()`"))
    apart = known.styles["promises"][1]
    assert known.agrees
    assert apart is not None
    assert [(step.kind, step.texts) for step in apart.steps] == [
        ("common", ["asks find_one('42')"] * 2),
        ("decision", ["find_one('42') raises ConnectionError('gone')"]),
        ("apart", ["ends returns 'somebody'", "ends raises ConnectionError('gone')"]),
    ]


def test_every_known_difference_can_be_replayed_by_its_command(
    whole: gathering.Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    for known in whole.differences:
        for style, (_, apart) in known.styles.items():
            if apart:
                assert run(shlex.split(apart.replay)[1:]) == DIFFERENT
                shown = capsys.readouterr().out
                assert shown.startswith("modern\n")
                assert f"\n{style}\n" in shown


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_watching_a_run_changes_nothing(name: str, example: Example) -> None:
    module = load(name, "modern")
    events, _ = lanes.watch(example, module)
    assert [event.entry for event in events] == example.scenario({"it": module}).replay()[
        "it"
    ].entries


def test_an_operation_may_have_any_name() -> None:
    async def start(_: object, world: Any) -> None:
        await world.begin()
        await world.call()

    world = World(begin=[None], call=[None])
    events, tasks = lanes.watch(Example("names", [], start, [], world), load("retry", "modern"))
    assert [event.entry[2] for event in events if event.asker] == ["begin()", "call()"]
    assert [task.name for task in tasks] == ["main"]


def test_what_ends_the_rest_of_a_program_is_no_task_of_it() -> None:
    async def endless() -> AsyncIterator[None]:
        try:
            while True:
                yield
        finally:
            await asyncio.sleep(0)

    kept = []

    async def start(_: object, world: Any) -> None:
        kept.append(endless())
        await anext(kept[0])
        world.say("begun")

    events, tasks = lanes.watch(Example("generator", [], start, []), load("retry", "modern"))
    assert [event.entry[1] for event in events][:2] == ["says", "ends"]
    assert [task.name for task in tasks] == ["main"]


def test_a_timeline_has_a_lane_for_every_task_and_its_events_in_order() -> None:
    shown = drawn("sleep_ordering", 1)
    names = ["clock", "main", *(f"print_after_sleep {number}" for number in (1, 2, 3))]
    assert [bar.name for bar in shown.bars] == names
    places = [mark.x for mark in shown.marks]
    assert places == sorted(places)
    assert [time.label for time in shown.times] == ["0 s", "1 s", "2 s", "3 s"]
    ends = {bar.name: bar.end for bar in shown.bars}
    assert ends["print_after_sleep 2"] < ends["print_after_sleep 1"] < ends["print_after_sleep 3"]


def test_a_timeline_has_a_lane_for_every_operation_from_asking_to_answer() -> None:
    shown = drawn("customer_endpoint", 1)
    main, operation = shown.bars
    asks, decides, ends = shown.marks
    assert (main.kind, operation.kind) == ("task", "operation")
    assert (operation.begin, operation.end) == (asks.x, decides.x)
    assert ends.y == main.y
    assert [(join.task_y, join.operation_y) for join in shown.joins] == [(main.y, operation.y)]


def test_the_events_of_a_timeline_say_the_same_as_text() -> None:
    told = [(event.time, event.who, event.what) for event in drawn("sleep_ordering", 3).events]
    assert told == [
        ("0 s", "print_after_sleep 2", "says Running Task 2"),
        ("0 s", "clock", "reaches 0.5"),
        ("0.5 s", "print_after_sleep 1", "says Running Task 1"),
        ("0.5 s", "main", "ends returns None"),
    ]


def test_the_command_writes_the_page_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "folder"
    words = ["--program", "sleep_ordering", "--python", sys.executable]
    assert run_report("--report", str(folder), *words) == 0
    assert capsys.readouterr().out == f"{folder / 'index.html'}: 4 scenarios, all agree\n"
    assert [path.name for path in folder.iterdir()] == ["index.html"]


def test_a_directory_that_cannot_be_made_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot write .*file/dir: Not a directory; name a"):
        run_report("--report", str(tmp_path / "file" / "dir"))
    with pytest.raises(UsageError, match="File exists"):
        directory(str(tmp_path / "file"))


def test_a_page_that_cannot_take_its_place_leaves_nothing_behind(
    whole: gathering.Page, tmp_path: Path
) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(UsageError, match="cannot write"):
        write(tmp_path / "index.html", "index.html", page=whole)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_a_page_that_cannot_be_made_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("old")
    with pytest.raises(UndefinedError):
        write(tmp_path / "index.html", "index.html")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
