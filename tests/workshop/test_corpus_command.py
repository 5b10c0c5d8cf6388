"""`python -m compare corpus`: its table, its reasons for lost tests, how it ends."""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compare.workshop.corpus import command, network, packages, reasons, table
from compare.workshop.corpus.migrating import Migrated
from compare.workshop.corpus.packages import Package, Setting
from compare.workshop.corpus.reasons import Reason
from compare.workshop.corpus.testing import Lost, Outcomes
from compare.workshop.corpus.trial import Bench, Trial
from off_coroutine.options import UsageError

SETTING = Setting("3.11", ())
REFUSAL = "tiny.py:3: a generator: it is driven by hand: rewrite it"
GONE = Reason("tiny", ("after",), ("tests::test_old*",), "failed: ", "Python has removed it")


def package(name: str) -> Package:
    return Package(name, "1.0", "", ("pytest",), 2, SETTING, SETTING)


def trial(*lost: Lost, problem: str = "", **more: Any) -> Trial:
    """Return what came of a package of two tests."""
    run = Outcomes({"tests::test_old": "passed", "tests::test_new": "passed"})
    migrated = Migrated([REFUSAL], [], 0.002)
    runs = {"before": run, "same": run, "after": run}
    return Trial(package("tiny"), 60, 5, 1, migrated, runs, list(lost), problem)


def lost(
    run: str = "after",
    test: str = "tests::test_old",
    became: str = "failed: AttributeError: it is gone",
) -> Lost:
    return Lost(run, test, became)


Run = Callable[..., int]


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command on a package of which something comes."""

    def corpus(found: Trial, *words: str, known: tuple[Reason, ...] = ()) -> int:
        async def attempt(bench: Bench) -> Trial:
            bench.say("being tried")
            bench.folder.mkdir()
            found.lost = [reasons.explained(each, bench.reasons) for each in found.lost]
            return found

        monkeypatch.setattr(Bench, "attempt", attempt)
        monkeypatch.setattr(packages, "load", lambda: [package("tiny"), package("other")])
        monkeypatch.setattr(reasons, "load", lambda: list(known))
        parser = argparse.ArgumentParser()
        command.add_command(parser.add_subparsers())
        options = parser.parse_args(["corpus", "--package", "tiny", *words])
        return int(options.run(options))

    return corpus


Captured = pytest.CaptureFixture[str]


def test_the_table_has_a_row_for_a_package(corpus: Run, capsys: Captured) -> None:
    assert corpus(trial()) == 0
    rows = [re.split(r"  +", line.strip()) for line in capsys.readouterr().out.splitlines()]
    figures = {
        "package": "tiny 1.0",
        "lines": "60",
        "decorators": "5",
        "left": "1",
        "refusals": "1",
        "before": "3.11: 2 passed",
        "after, same Python": "3.11: 2 passed",
        "after, later Python": "3.11: 2 passed",
        "lost": "0",
        "lines per CPU second": "30,000",
    }
    assert rows == [list(figures), list(figures.values())]


def test_the_last_row_of_several_is_what_they_are_together(capsys: Captured) -> None:
    table.show([trial(lost()), trial(problem="there is no Python 3.6")], verbose=False)
    last = re.split(r"  +", capsys.readouterr().out.splitlines()[3].strip())
    assert last == ["together", "120", "10", "2", "2", *["4 passed"] * 3, "1", "30,000"]


def test_a_lost_test_ends_with_1_and_says_what_became_of_it(corpus: Run, capsys: Captured) -> None:
    assert corpus(trial(lost())) == 1
    assert capsys.readouterr().out.splitlines()[2:] == [
        "",
        "tiny 1.0, after: 1 lost",
        "  1 failed: AttributeError: it is gone",
        "    tests::test_old",
    ]


def test_a_test_lost_for_a_named_reason_ends_with_0(corpus: Run, capsys: Captured) -> None:
    assert corpus(trial(lost()), known=(GONE,)) == 0
    out = capsys.readouterr().out
    assert "0 (+1 with a reason)" in out
    assert "  1 Python has removed it\n    tests::test_old\n" in out


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(trial(), id="no-test-is-lost"),
        pytest.param(trial(lost("same")), id="it-is-lost-in-another-run"),
        pytest.param(trial(lost(test="tests::test_new")), id="another-test-is-lost"),
        pytest.param(trial(lost(became="not run")), id="it-is-lost-in-another-way"),
    ],
)
def test_a_reason_that_matches_nothing_ends_with_1(
    corpus: Run, capsys: Captured, found: Trial
) -> None:
    assert corpus(found, known=(GONE,)) == 1
    complaint = "tiny: no lost test matches tests::test_old*: delete it from reasons.toml\n"
    assert capsys.readouterr().err == complaint


def test_a_reason_of_a_package_that_was_not_tried_is_not_judged(corpus: Run) -> None:
    assert (
        corpus(trial(), known=(Reason("other", ("after",), ("tests::test_x",), "failed", "why"),))
        == 0
    )


def test_a_problem_ends_with_1_and_is_shown(corpus: Run, capsys: Captured) -> None:
    assert corpus(trial(problem="there is no Python 3.6")) == 1
    assert "tiny 1.0: there is no Python 3.6\n" in capsys.readouterr().out


def test_refusals_are_shown_when_asked_for(corpus: Run, capsys: Captured) -> None:
    corpus(trial(), "--verbose")
    assert capsys.readouterr().out.endswith(f"\ntiny 1.0: refused:\n  {REFUSAL}\n")


def test_few_of_many_lost_tests_are_shown_unless_asked_for(corpus: Run, capsys: Captured) -> None:
    many = [lost(test=f"tests::test_{number}") for number in range(5)]
    corpus(trial(*many))
    assert capsys.readouterr().out.splitlines()[-1] == "    2 more: --verbose shows them"
    corpus(trial(*many), "--verbose")
    assert "    tests::test_4\n" in capsys.readouterr().out


def test_json_has_the_figures_and_every_lost_test(corpus: Run, capsys: Captured) -> None:
    assert corpus(trial(lost()), "--json") == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row["runs"]["after"] == {"started": 0, "passed": 2, "skipped": 0, "failed": 0}
    assert row["lost"] == [
        {
            "run": "after",
            "test": "tests::test_old",
            "became": "failed: AttributeError: it is gone",
            "reason": "",
        }
    ]
    assert (row["lines"], row["decorators"], row["left"], row["good"]) == (60, 5, 1, False)


def test_a_folder_to_keep_things_in_is_new(corpus: Run, tmp_path: Path) -> None:
    assert corpus(trial(), "--keep", str(tmp_path / "kept")) == 0
    assert (tmp_path / "kept" / "tiny").is_dir()
    with pytest.raises(UsageError, match="File exists: name a new folder"):
        corpus(trial(), "--keep", str(tmp_path / "kept"))


def test_packages_that_share_the_network_are_tried_one_at_a_time(
    corpus: Run, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "prefix", list)
    assert corpus(trial()) == 0
    assert capsys.readouterr().err == command.SHARED + "\n"


def test_every_reason_names_a_package_and_a_run() -> None:
    names = {each.name for each in packages.load()}
    for reason in reasons.load():
        assert reason.package in names
        assert set(reason.runs) <= {"same", "after"}
        assert reason.tests and reason.became and reason.reason
