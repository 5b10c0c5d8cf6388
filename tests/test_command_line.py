"""The command line: what it prints, and how it ends."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from compare.__main__ import main
from off_coroutine.cli import run
from off_coroutine.proof import command as proving

Write = Callable[[str], str]

PROGRAMS = """
import asyncio
from off_coroutine import NEVER, Limits, Scenario, World

async def careful(world):
    try:
        return await world.find_one("42")
    except ConnectionError:
        return await world.find_one("42")

async def careless(world):
    try:
        return await world.find_one("42")
    except OSError:
        return await world.find_one("42")

async def forgetful(world):
    return await world.find_one("42")

WORLD = World(find_one=["Ada", ConnectionError("gone")])
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file of scenarios and returns its path."""

    def write(scenarios: str) -> str:
        path = tmp_path / "contracts_of_mine.py"
        path.write_text(PROGRAMS + scenarios, encoding="utf-8")
        return str(path)

    return write


def scenario(*programs: str, name: str = "asks again", more: str = "") -> str:
    pairs = ", ".join(f"{program!r}: {program}" for program in programs)
    return f"\nS{len(name)} = Scenario({name!r}, {{{pairs}}}, WORLD{more})\n"


def test_equivalent_programs_end_with_0(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", write(scenario("careful", "careless"))]) == 0
    assert capsys.readouterr().out == "asks again: exhausted 5 schedules: equivalent\n"


def test_different_programs_end_with_1_and_can_be_replayed(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(scenario("careful", "forgetful"))
    assert run(["prove", file]) == 1
    shown = capsys.readouterr().out
    assert "find_one('42') raises ConnectionError('gone')" in shown
    assert "> 0       asks find_one('42') #2" in shown
    assert shown.endswith(
        f"replay: off-coroutine prove {file} --scenario 'asks again' --replay 1\n"
    )

    assert run(["prove", file, "--scenario", "asks again", "--replay", "1"]) == 1
    assert "ends raises ConnectionError('gone')" in capsys.readouterr().out
    assert run(["prove", file, "--replay", "0"]) == 0


def test_a_bound_ends_with_3(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", write(scenario("careful", "careless")), "--max-schedules", "2"]) == 3
    assert "bounded: stopped at 2 of more" in capsys.readouterr().out


def test_a_broken_invariant_ends_with_1(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    invariant = "\ndef asks_once(trace):\n    assert len(trace.asks) == 1, trace.asks\n"
    file = write(invariant + scenario("careful", more=", invariants=[asks_once]"))
    assert run(["prove", file]) == 1
    assert "careful: asks_once does not hold" in capsys.readouterr().out


def test_a_program_that_never_suspends_is_stopped_with_its_place(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "PATIENCE", 0.1)
    file = write(
        "async def spins(world):\n    while True:\n        pass\n" + scenario("spins", "careful")
    )
    assert run(["prove", file]) == 2
    assert "contracts_of_mine.py" in capsys.readouterr().err


def test_a_machine_gets_json(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", write(scenario("careful", "forgetful")), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["difference"]["schedule"] == [1]
    assert found["difference"]["shortest"] is True


def test_the_number_of_cancellations_is_an_option(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(scenario("careful", "careless"))
    assert run(["prove", file, "--cancellations", "0"]) == 0
    assert "exhausted 3 schedules" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("", "makes no scenario: add one"),
        ("import nothing_of_that_name", "cannot be imported: ModuleNotFoundError"),
        ("World(find_one=[])", "has no outcomes: give a list"),
        (
            "S = Scenario('s', {'it': lambda world: 5}, WORLD, invariants=[bool])",
            "cannot be awaited",
        ),
        (
            "S = Scenario('s', {'it': lambda world: asyncio.open_connection('::1', 1)}, WORLD,"
            " invariants=[bool])",
            "World(create_connection=[...])",
        ),
        ("def broken(:", "SyntaxError"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_2_and_the_cure(
    write: Write, capsys: pytest.CaptureFixture[str], text: str, cure: str
) -> None:
    assert run(["prove", write(text)]) == 2
    error = capsys.readouterr().err
    assert cure in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["prove", "no_such_file.py"], "there is no file"),
        (["prove", "FILE", "--scenario", "another"], "there are ['asks again']"),
        (["prove", "FILE", "--replay", "one"], "give what a report printed"),
    ],
)
def test_wrong_words_end_with_2_and_the_cure(
    write: Write, capsys: pytest.CaptureFixture[str], words: list[str], cure: str
) -> None:
    file = write(scenario("careful", "careless"))
    assert run([file if word == "FILE" else word for word in words]) == 2
    assert cure in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--program", "nothing"],
        ["--style", "ancient"],
        ["--max-schedules", "0"],
        ["improve"],
        ["--differences", "--report", "folder"],
    ],
)
def test_an_unknown_word_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_a_command_of_the_tool_is_named_to_whoever_asks_the_suite_for_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["migrate", "."]) == 2
    assert "off-coroutine migrate" in capsys.readouterr().err


COUNTER = """
async def unlocked(world):
    counter = {"value": 0}
    async def work():
        value = counter["value"]
        await asyncio.sleep(0)
        counter["value"] = value + 1
    await asyncio.gather(work(), work())
    return counter["value"]

async def locked(world):
    counter, lock = {"value": 0}, asyncio.Lock()
    async def work():
        async with lock:
            value = counter["value"]
            await asyncio.sleep(0)
            counter["value"] = value + 1
    await asyncio.gather(work(), work())
    return counter["value"]

COUNTER = Scenario("a counter", {"locked": locked, "unlocked": unlocked})
"""


def test_interleavings_show_a_lost_update(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(COUNTER)
    assert run(["prove", file, "--interleavings"]) == 1
    shown = capsys.readouterr().out
    assert "only unlocked" in shown
    assert "ends returns 1" in shown
    assert f"replay: off-coroutine prove {file} --scenario 'a counter' --interleavings" in shown
    assert run(["prove", file, "--interleavings", "--no-reduction", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["exhausted"] is True


def test_the_suite_prints_a_table_and_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--program", "sleep_ordering"]) == 0
    shown = capsys.readouterr().out
    assert "the published delays print 2, 1, 3" in shown
    assert "4 scenarios in 4 styles, 13 schedules: all agree" in shown


def test_an_unknown_command_is_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["improve"])
    assert "argument COMMAND: invalid choice: 'improve'" in capsys.readouterr().err


@pytest.mark.parametrize(("width", "styles"), [(60, 0), (120, 4)])
def test_a_terminal_has_as_many_columns_as_fit_without_folding_their_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, styles: int
) -> None:
    monkeypatch.setattr("compare.table.for_tables", lambda: Console(width=width))
    assert main(["--program", "streamed_customers"]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = next(line for line in lines if line.startswith("streamed_customers "))
    assert max(map(len, lines[:-1])) <= width
    assert first.count("as agreed") == styles
    assert re.search(r"  exhausted \d+ +agree *$", first)


def test_the_suite_says_event_by_event_what_differs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from legacy_style.promises import sleep_ordering

    from modern import sleep_ordering as modern

    fewer: Any = modern.main
    monkeypatch.setattr(sleep_ordering, "main", lambda tasks, say: fewer(tasks[:1], say))
    assert main(["--program", "sleep_ordering"]) == 1
    shown = capsys.readouterr().out
    assert "agreed: (1, 'says', 'Running Task 2')" in shown
    assert "does:   (2.0, 'says', 'Running Task 1')" in shown
    assert 'prove compare/contracts/sleep_ordering.py --scenario "the published delays' in shown


def test_the_suite_speaks_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--program", "sleep_ordering", "--style", "modern", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["agree"] is True
    assert [list(row["observed"]) for row in found["scenarios"]] == [["modern"]] * 4


def test_the_known_differences_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--differences"]) == 0
    shown = capsys.readouterr().out
    assert "returns 15" in shown
    assert "returns 5" in shown


def test_packages_without_a_python_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--with-packages"]) == 2
    assert "Add --python 3.6, or --python all" in capsys.readouterr().err


def test_an_operation_that_the_world_does_not_have_is_wrong_usage(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(
        "\nS = Scenario('asks', {'a': careful, 'b': careless}, World(fetch=[1], fidn_one=[2]))\n"
    )
    assert run(["prove", file]) == 2
    assert "has no operation 'find_one', it has fetch, fidn_one" in capsys.readouterr().err


def test_one_program_without_an_invariant_is_wrong_usage(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["prove", write(scenario("careful"))]) == 2
    assert "has one program and no invariant" in capsys.readouterr().err


def test_a_file_that_exits_is_wrong_usage(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", write("\nraise SystemExit(0)\n")]) == 2
    assert "cannot be imported: SystemExit: 0" in capsys.readouterr().err
