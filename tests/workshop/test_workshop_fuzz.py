"""The fuzz finds faults that are planted in a migrator, and makes their sources small."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from compare.__main__ import main
from compare.workshop.fuzz import checks, command, forms, scramble
from compare.workshop.fuzz.checks import PATH, Checked, Failure, Tool, check, minimised
from compare.workshop.fuzz.scramble import sample
from off_coroutine.migration.migrate import MigrationResult, migrate
from off_coroutine.options import AGREE, DIFFERENT

LEGACY = "import asyncio\n\n\n@asyncio.coroutine\ndef nap():\n    yield from asyncio.sleep(1)\n"
LONG = LEGACY + "".join(f"\n\ndef f{number}(a):\n    return a\n" for number in range(30))


def crashing(sources: dict[str, bytes]) -> MigrationResult:
    if b"f17" in sources[PATH]:
        raise KeyError("planted")
    return migrate(sources)


def changing(change: Callable[[bytes], bytes]) -> Tool:
    """Return a tool whose migrate does this to what the real one writes."""

    def changed(sources: dict[str, bytes]) -> MigrationResult:
        result = migrate(sources)
        content = result.changed.get(PATH, sources[PATH])
        return replace(result, changed={PATH: change(content)})

    return Tool(changed)


def kind(content: str, tool: Tool) -> str:
    failure = check(content.encode(), tool).failure
    assert failure
    return failure.kind


def test_a_source_that_is_migrated_well_is_counted() -> None:
    assert check(LEGACY.encode()) == Checked("changed")
    assert check(b"x = 1\n") == Checked("unchanged")
    assert check(b"(") == Checked("unreadable")


def test_an_exception_is_a_failure_named_by_its_stage() -> None:
    checked = check(LONG.encode(), Tool(crashing))
    assert checked.failure == Failure("migrate: KeyError", "'planted'")


def test_text_that_no_longer_parses_is_a_failure() -> None:
    tool = changing(lambda content: content.replace(b"await", b"await ("))
    assert kind(LEGACY, tool).startswith("broken text: ")


def test_text_that_no_longer_compiles_is_a_failure() -> None:
    tool = changing(lambda content: content.replace(b"async def", b"def"))
    assert kind(LEGACY, tool) == "broken text: 'await' outside async function"


def test_more_changes_the_second_time_are_a_failure() -> None:
    tool = changing(lambda content: content + b"# once more\n")
    assert kind(LEGACY, tool).startswith("a second time changes more")


def test_what_does_not_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: dict[str, bytes]) -> MigrationResult:
        while True:
            pass

    monkeypatch.setattr(checks, "PATIENCE", 1)
    assert kind(LEGACY, Tool(endless)) == "migrate: TimeoutError"


def test_a_failing_source_is_made_small() -> None:
    assert minimised(LONG.encode(), "migrate: KeyError", Tool(crashing)) == b"f17"


def test_the_fuzz_finds_a_planted_crash_and_shows_its_seeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scramble, "sources", lambda: [LONG])
    monkeypatch.setattr(scramble, "_encoded", lambda _, text: text.encode())
    counts, kinds = command.fuzz(range(20), tool=Tool(crashing))
    (found,) = kinds
    assert found.name == "migrate: KeyError"
    assert found.source == b"f17"
    assert counts["failed"] == len(found.seeds) > 10
    assert all(b"f17" in sample(seed) for seed in found.seeds)


def test_a_seed_gives_the_same_source_always() -> None:
    assert [sample(seed) for seed in range(30)] == [sample(seed) for seed in range(30)]
    assert len({sample(seed) for seed in range(30)}) == 30


@pytest.mark.parametrize("change", set(scramble.CHANGES), ids=lambda change: change.__name__)
def test_a_change_takes_any_text(change: scramble.Change) -> None:
    random = Random(1)
    for text in ("", "\n", "x", LONG, "(\n", "é = (async)\n"):
        for _ in range(20):
            change(random, text, random.choice(["", LEGACY]))


def test_forms_are_python_once_their_keywords_are_names() -> None:
    for group in (forms.EXPRESSIONS, forms.STATEMENTS, forms.MODERN):
        for form in group.values():
            text = form.format(*["x"] * 3)
            body = "".join(f"    {line}\n" for line in text.splitlines())
            for word in ("async", "await"):
                body = body.replace(word, f"{word}_")
            ast.parse(f"def f():\n{body}")


def test_the_command_says_counts_and_failures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scramble, "sources", lambda: [LONG])
    monkeypatch.setattr(scramble, "_encoded", lambda _, text: text.encode())
    monkeypatch.setattr(command, "OURS", Tool(crashing))
    assert main(["fuzz", "--count", "5"]) == DIFFERENT
    said = capsys.readouterr().out
    assert "times migrate: KeyError" in said
    assert "    | f17\n" in said
    assert "5 sources:" in said
    assert main(["fuzz", "--count", "5", "--json"]) == DIFFERENT
    assert json.loads(capsys.readouterr().out)["failures"][0]["source"] == "f17"


def test_the_command_ends_with_0_where_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scramble, "sources", lambda: ["x = 1\n"])
    monkeypatch.setattr(scramble, "CHANGES", [scramble.lines])
    monkeypatch.setattr(scramble, "_encoded", lambda _, text: text.encode())
    assert main(["fuzz", "--count", "3", "--seed", "7"]) == AGREE
    assert capsys.readouterr().out == "3 sources: 3 unchanged\n"
