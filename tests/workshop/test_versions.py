"""The version matrix is what the probes print."""

import argparse
import asyncio
import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import is_gone, script

from compare.workshop.versions import command
from compare.workshop.versions.page import UNKNOWN, Column, read, write
from compare.workshop.versions.probes.observe import observe
from compare.workshop.versions.probes.probe import (
    ABSENT,
    HANGS,
    WARNS,
    WORKS,
    Probe,
    Subject,
    subjects,
)
from compare.workshop.versions.running import ProbesError
from compare.workshop.versions.running import observe as observe_on
from off_coroutine.interpreters import Interpreter, find, how_to_get
from off_coroutine.options import UsageError

COMMITTED = read(command.PAGE.read_text(encoding="utf-8"))
SUBJECTS = [Subject("Names", "They go.", [Probe("`a`", lambda: None, "Use `b`.")])]
A = "Names", "`a`"


def main(*words: str) -> int:
    """Run the command by its own parser."""
    parser = argparse.ArgumentParser()
    command.add_command(parser.add_subparsers())
    options = parser.parse_args(words)
    return int(options.run(options))


@pytest.fixture(scope="session")
def found() -> list[Interpreter]:
    return find()


@pytest.mark.parametrize("name", COMMITTED)
def test_the_page_is_what_the_probes_print(name: str, found: list[Interpreter]) -> None:
    column = COMMITTED[name]
    there = [each for each in found if each.full_name == column.release and not each.broken]
    if not there:
        pytest.skip(f"no Python {column.release} here: `{how_to_get(column.release)}`")
    assert asyncio.run(observe_on(there[0])) == column.cells


def test_the_page_has_no_cell_that_was_not_run() -> None:
    facts = {(subject.title, probe.title) for subject in subjects() for probe in subject.probes}
    for column in COMMITTED.values():
        assert column.cells.keys() == facts
        assert UNKNOWN not in column.cells.values()


def test_the_page_says_of_every_subject_what_to_do() -> None:
    assert all(subject.text.endswith(".") for subject in subjects())
    notes = [probe.note for subject in subjects() for probe in subject.probes]
    assert all(note.endswith(".") for note in notes if note)


def raises() -> None:
    raise LookupError


def warns() -> None:
    warnings.warn("soon", DeprecationWarning, stacklevel=1)


def warns_and_says() -> str:
    warns()
    return "no"


async def cancelled() -> None:
    raise asyncio.CancelledError


async def sleeps_for_ever() -> None:
    await asyncio.Event().wait()


def blocks_for_ever() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("run", "cell"),
    [
        (lambda: None, WORKS),
        (lambda: "yes", "yes"),
        (warns, WARNS),
        (warns_and_says, f"no, {WARNS}"),
        (raises, "LookupError"),
        (cancelled, "CancelledError"),
        (lambda: asyncio.no_such_name, ABSENT),  # type: ignore[attr-defined] # what is tested
        (lambda: asyncio.Task.no_such_name, ABSENT),  # type: ignore[attr-defined] # likewise
        (lambda: eval("no_such_name"), ABSENT),
        (lambda: object().no_such_name, "AttributeError"),  # type: ignore[attr-defined] # likewise
        (sleeps_for_ever, HANGS),
        (blocks_for_ever, HANGS),
    ],
)
def test_a_cell_says_what_a_probe_does(run: Callable[[], object], cell: str) -> None:
    assert observe(Probe("it", run), patience=0.02) == cell


def test_a_page_is_read_as_it_was_written() -> None:
    subjects = [
        Subject("One", "It.", [Probe("a", raises), Probe("b", raises)]),
        Subject("Two", "It.", [Probe("a", raises)]),
    ]
    cells = {("One", "a"): WORKS, ("One", "b"): "no, warns", ("Two", "a"): "TypeError"}
    columns = {
        "3.9": Column("3.9.18", cells),
        "3.10": Column("3.10.13", {**cells, ("Two", "a"): WORKS}),
        "3.11": Column("3.11.7", cells),
    }
    page = write(subjects, columns)
    assert read(page) == columns
    assert list(read(page)) == ["3.9", "3.10", "3.11"]


def test_a_repeated_cell_is_written_once() -> None:
    columns = {f"3.{minor}": Column(f"3.{minor}.0", {A: WORKS}) for minor in (8, 9)}
    columns["3.10"] = Column("3.10.0", {})
    assert "| `a` | ✓   | ·   | ?    |" in write(SUBJECTS, columns)
    assert "- `a`: Use `b`." in write(SUBJECTS, columns)


def interpreter(path: Path, text: str) -> Interpreter:
    return Interpreter(script(path, text), (3, 6, 15), "cpython")


def printing(path: Path, *lines: object) -> Interpreter:
    return interpreter(path, "\n".join(f"echo '{json.dumps(line)}'" for line in lines))


def test_a_hung_interpreter_is_killed_with_its_children(tmp_path: Path) -> None:
    text = f"""echo '["Names", "`a`"]'; sleep 600 & echo $! > {tmp_path}/child; wait"""
    with pytest.raises(ProbesError, match=r"3\.6\.15 hung at `a` \(Names\)"):
        asyncio.run(observe_on(interpreter(tmp_path / "python", text), seconds=0.5))
    assert is_gone(int((tmp_path / "child").read_text()))


def test_an_interpreter_that_crashes_is_named_with_the_probe(tmp_path: Path) -> None:
    text = """echo '["Names", "`a`"]'; echo 'no memory' >&2; exit 3"""
    with pytest.raises(ProbesError, match=r"3\.6\.15 ended at `a` \(Names\), and said: no memory"):
        asyncio.run(observe_on(interpreter(tmp_path / "python", text)))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of 3.6.15 and 3.7.16, with one interpreter there, which is a 3.6.15."""
    page = tmp_path / "versions.md"
    columns = {
        "3.6": Column("3.6.15", {A: WORKS}),
        "3.7": Column("3.7.16", {A: "TypeError"}),
    }
    page.write_text(write(SUBJECTS, columns))
    interpreter = printing(tmp_path / "python", [*A], [*A, WORKS])
    monkeypatch.setattr(command, "PAGE", page)
    monkeypatch.setattr(command, "subjects", lambda: SUBJECTS)
    monkeypatch.setattr(command, "find", lambda: [interpreter])
    return page


def test_check_ends_with_0_if_the_page_is_right(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main("versions", "--check") == 0
    assert capsys.readouterr().out == "versions.md is right for 3.6\n"


def test_check_shows_the_difference_and_ends_with_1(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printing(house.parent / "python", [*A], [*A, "ValueError"])
    before = house.read_text()
    assert main("versions", "--check") == 1
    assert "+| `a` | ValueError | TypeError |" in capsys.readouterr().out
    assert house.read_text() == before


def test_write_keeps_the_columns_of_pythons_that_are_not_here(house: Path) -> None:
    printing(house.parent / "python", [*A], [*A, "ValueError"])
    assert main("versions", "--write") == 0
    columns = read(house.read_text())
    assert columns["3.6"].cells == {A: "ValueError"}
    assert columns["3.7"] == Column("3.7.16", {A: "TypeError"})


def test_nothing_is_written_when_a_probe_crashes(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    interpreter(house.parent / "python", "exit 3")
    before = house.read_text()
    assert main("versions", "--write") == 1
    assert house.read_text() == before
    assert "3.6.15 ended at the first probe" in capsys.readouterr().err


def test_another_release_is_not_checked(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Interpreter(Path(os.devnull), (3, 7, 1), "cpython")
    monkeypatch.setattr(command, "find", lambda: [other])
    with pytest.raises(UsageError, match="no Python for it is here"):
        main("versions", "--check")
    assert "not on the page, so not checked: 3.7.1" in capsys.readouterr().err


def test_the_release_on_the_page_is_chosen_or_the_newest() -> None:
    columns = {"3.6": Column("3.6.15", {})}
    found = [
        Interpreter(Path("a"), (3, 6, 14), "cpython"),
        Interpreter(Path("b"), (3, 6, 15), "cpython"),
        Interpreter(Path("c"), (3, 6, 16), "cpython"),
        Interpreter(Path("d"), (3, 7, 1), "cpython"),
        Interpreter(Path("e"), (3, 7, 2), "cpython"),
        Interpreter(Path("f"), (3, 9, 16), "pypy"),
        Interpreter(Path("g"), (3, 8, 1), "cpython", broken="does not start"),
    ]
    assert [str(each.path) for each in command.choose(found, columns)] == ["b", "e"]


def test_json_has_every_cell(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main("versions", "--json") == 0
    versions = json.loads(capsys.readouterr().out)
    assert versions["3.7"] == {"release": "3.7.16", "facts": {"Names": {"`a`": "TypeError"}}}
    assert versions["3.6"]["facts"] == {"Names": {"`a`": WORKS}}
