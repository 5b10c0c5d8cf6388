"""Mutants of a tiny project: one that is killed, one that survives, hangs, or is not reached."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from textwrap import dedent

import pytest

from compare.workshop.mutants import command, equivalent, worker
from compare.workshop.mutants.command import Tally
from compare.workshop.mutants.equivalent import Equivalent
from compare.workshop.mutants.operators import Mutant, mutants
from compare.workshop.mutants.run import Coverage, Outcome, Plan, run
from compare.workshop.mutants.worker import ServerError
from off_coroutine.options import AGREE, DIFFERENT, UsageError

COUNTING = """
LIMITS = frozenset({"low", "high"})

def count(number):
    steps = 0
    while number > 0:
        number -= 1
        steps += 1
    return steps

def is_known(name):
    return name in LIMITS

def unused(value):
    return value + 1
"""
TESTS = """
import tiny.counting
from tiny.counting import count, is_known

def test_it_counts():
    assert count(3) == 3

def test_low_is_known():
    assert tiny.counting.is_known("low") and is_known("low") and not is_known("other")

def test_that_fails_anyway():
    assert count(1) == 2
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, "tiny/__init__.py", "")
    write(tmp_path, "tiny/counting.py", COUNTING)
    write(tmp_path, "tests/one/test_counting.py", TESTS)
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text).lstrip())


def tried(root: Path, **options: int) -> tuple[list[Outcome], Coverage]:
    plan = Plan(root, {"tiny/counting.py": "one"}, ["tests"], jobs=1, **options)
    return run(plan, lambda *_: None)


def changes(text: str) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants("m.py", dedent(text))}


def test_each_mutant_of_a_project_has_its_fate(project: Path) -> None:
    outcomes, coverage = tried(project)
    fates = {(o.mutant.before, o.mutant.after): o.fate for o in outcomes}
    assert fates["steps += 1", "pass"] == "killed"
    assert fates["return name in LIMITS", "return name not in LIMITS"] == "killed"
    assert fates["while number > 0:", "while number >= 0:"] == "killed"
    assert fates["number -= 1", "pass"] == "timed out"
    assert fates["return value + 1", "return value - 1"] == "not reached"
    assert coverage.failing == ["tests/one/test_counting.py::test_that_fails_anyway"]


def test_what_runs_on_import_is_mutated_too(project: Path) -> None:
    outcomes, _ = tried(project)
    line = 'LIMITS = frozenset({"low", "high"})'
    fates = {o.mutant.after: o.fate for o in outcomes if o.mutant.before == line}
    assert fates == {
        'LIMITS = frozenset({"high"})': "killed",
        'LIMITS = frozenset({"low"})': "survived",
    }


def test_what_only_slow_tests_could_tell_is_undecided(project: Path) -> None:
    coverage = Coverage(
        [
            worker.Test(
                "tests/two/test_it.py::test_fast", "passed", 0.1, {"tiny/counting.py": {9}}
            ),
            worker.Test(
                "tests/one/test_it.py::test_slow", "passed", 9.0, {"tiny/counting.py": {9}}
            ),
            worker.Test(
                "tests/one/test_it.py::test_late", "passed", 5.0, {"tiny/counting.py": {9}}
            ),
            worker.Test(
                "tests/one/test_it.py::test_else", "passed", 0.1, {"tiny/counting.py": {8}}
            ),
        ],
        {},
        [],
    )
    mutant = Mutant("tiny/counting.py", 9, "a", "b", (9, 9), 8, "")

    def tried_within(seconds: float) -> tuple[list[str], bool]:
        tests, every = coverage.reaching(mutant, "one", seconds)
        return [test.name.rpartition("_")[2] for test in tests], every

    assert tried_within(20) == (["late", "slow", "fast"], True)
    assert tried_within(10) == (["late"], False)
    assert tried_within(1) == (["late"], False)  # one at least
    coverage.killers["tiny/counting.py"] = "tests/one/test_it.py::test_slow"
    assert tried_within(14.05) == (["slow", "late"], False)


def test_what_runs_on_import_may_show_in_any_test() -> None:
    tests = [
        worker.Test("tests/one/test_it.py::test_other", "passed", 0.1, {}),
        worker.Test("tests/one/test_it.py::test_it", "passed", 0.2, {"tiny/counting.py": {9}}),
    ]
    mutant = Mutant("tiny/counting.py", 1, "a", "b", (1, 1), 0, "")
    found, every = Coverage(tests, {"tiny/counting.py": {1}}, []).reaching(mutant, "one", 5)
    assert found == tests[::-1] and every


def test_the_project_itself_stays(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    tried(project, sample=3)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_tests_that_cannot_be_collected_are_said(project: Path) -> None:
    write(project, "tests/one/test_broken.py", "import nothing_of_this_name\n")
    with pytest.raises(ServerError, match="nothing_of_this_name"):
        tried(project)


def test_a_sample_is_the_same_for_one_seed(project: Path) -> None:
    plans = [
        Plan(project, {"tiny/counting.py": "one"}, [], sample=4, seed=seed) for seed in (1, 1, 2)
    ]
    first, again, other = (plan.mutants() for plan in plans)
    assert len(first) == 4
    assert first == again != other


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("if a == b:\n    f()\n", ("if a == b:", "if a != b:")),
        ("if a:\n    f()\n", ("if a:", "if (not (a)):")),
        ("if a:\n    f()\n", ("if a:", "if False:")),
        ("x = a and b\n", ("x = a and b", "x = a or b")),
        ("x = f('a b')\n", ("x = f('a b')", 'x = f("")')),
        ("x = not a\n", ("x = not a", "x = (a)")),
        ("x = any(a)\n", ("x = any(a)", "x = all(a)")),
        ("x = a[1:]\n", ("x = a[1:]", "x = a[2:]")),
        ("x = {1, 2}\n", ("x = {1, 2}", "x = {2}")),
        ("x = {1: 2, 3: 4}\n", ("x = {1: 2, 3: 4}", "x = {1: 2}")),
        ("x = a in ('b', 'c')\n", ("x = a in ('b', 'c')", "x = a in ('b',)")),
        ("x = isinstance(a, (b, c))\n", ("x = isinstance(a, (b, c))", "x = isinstance(a, (c,))")),
        ("x = [a for a in b if a]\n", ("x = [a for a in b if a]", "x = [a for a in b if True]")),
        ("self.spread()\n", ("self.spread()", "pass")),
        ("self.x = 1\n", ("self.x = 1", "pass")),
        ("for a in b:\n    break\n", ("break", "pass")),
        ("def f() -> list[int]:\n    return g()\n", ("return g()", "return []")),
        ("def f() -> bool:\n    return g()\n", ("return g()", "return True")),
        ("é = 'é', a < b\n", ("é = 'é', a < b", "é = 'é', a <= b")),
        ("match a:\n    case 1 if b > c:\n        f()\n", ("f()", "pass")),
    ],
)
def test_one_place_is_changed(text: str, change: tuple[str, str]) -> None:
    assert change in changes(text)


@pytest.mark.parametrize(
    "text",
    [
        '"""Says so."""\n',
        "from __future__ import annotations\n",
        "def f(a: 'b') -> 'c': ...\n",
        '__all__ = ["a", "b"]\n',
        "if TYPE_CHECKING:\n    import a\n",
        "x = f'{a} of {b}'\n",
        "x = 'is what it is'\n",
        "assert a is not None\n",
    ],
)
def test_what_says_nothing_about_behaviour_is_left(text: str) -> None:
    assert not changes(text)


def outcome(fate: str, before: str = "a", after: str = "b", layer: str = "one") -> Outcome:
    mutant = Mutant("tiny/counting.py", 1, before, after, (1, 1), 0, "")
    return Outcome(layer, mutant, fate, "test_it" if fate == "killed" else "")


def test_five_in_a_hundred_survivors_of_any_layer_are_too_many() -> None:
    killed = [outcome("killed", str(number)) for number in range(96)]
    survived = [outcome("survived", "x", str(number)) for number in range(3)]
    assert Tally([*killed, *survived, outcome("not reached", "y")], []).good
    assert not Tally([*killed, *survived, outcome("not reached", "y"), *survived], []).good
    assert not Tally([*killed, outcome("survived", layer="two")], []).good


def test_a_survivor_that_was_looked_at_does_not_count() -> None:
    known = [Equivalent("tiny/counting.py", "a", "b", "both are the same")]
    tally = Tally([outcome("survived"), outcome("killed", "c")], known)
    assert tally.good and not tally.survivors
    assert tally.rate(tally.outcomes) == 0


def test_what_is_undecided_counts_neither_as_killed_nor_as_a_survivor() -> None:
    outcomes = [outcome("killed"), outcome("survived", "b"), outcome("undecided", "c")]
    tally = Tally(outcomes, [])
    assert tally.rate(outcomes) == 0.5
    assert len(tally.survivors) == 1
    assert Tally(outcomes[::2], []).good


def test_the_own_tests_of_a_layer_can_be_asked_for_alone() -> None:
    assert command.chosen_tests(command.ROOT, ["rewrite"], True) == ["tests/rewrite"]
    every = command.chosen_tests(command.ROOT, ["rewrite"], False)
    assert {"tests/rewrite", "tests/inference", "tests/test_migration_text.py"} <= set(every)


def test_stale_entries_are_said(project: Path) -> None:
    line = "return name in LIMITS"
    known = [
        Equivalent("tiny/counting.py", line, "return name not in LIMITS", "killed meanwhile"),
        Equivalent("tiny/counting.py", "gone", "went", "was there"),
        Equivalent("tiny/gone.py", "gone", "went", "was there"),
        Equivalent("tiny/counting.py", "return steps", "return None", "survives"),
    ]
    outcomes = [outcome("killed", line, "return name not in LIMITS")]
    outcomes += [outcome("survived", "return steps", "return None")]
    assert equivalent.stale(known, outcomes, project, ["tiny/counting.py"]) == [
        "tiny/counting.py: killed by test_it: return name not in LIMITS",
        "tiny/counting.py: there is no such mutant any more: went",
        "tiny/gone.py: there is no such module: went",
    ]


def test_an_entry_needs_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "equivalent.toml"
    entry = '[[mutant]]\npath = "p"\nline = "a"\nmutation = "b"\n'
    file.write_text(entry)
    with pytest.raises(ValueError, match="reason"):
        equivalent.load(file)
    file.write_text(f'{entry}reason = "same"\n')
    assert equivalent.load(file) == [Equivalent("p", "a", "b", "same")]


def test_the_entries_of_the_house_are_of_this_day() -> None:
    paths = command.chosen_modules(command.ROOT, None, None)
    assert not equivalent.stale(equivalent.load(), [], command.ROOT, paths)


def test_the_command_prints_survivors_and_a_table(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ROOT", project)
    monkeypatch.setattr(command, "PACKAGE", ".")
    monkeypatch.setattr(command, "LAYERS", ("tiny",))
    monkeypatch.setattr(command, "OTHER_TESTS", ("tests/one/test_*.py",))
    options = argparse.Namespace(
        layer=None, module=None, sample=None, seed=0, jobs=1, seconds=10, json=False, own=False
    )
    assert command.command(options) == DIFFERENT
    said = capsys.readouterr().out
    assert "tiny/counting.py:14: not reached\n  - return value + 1\n  + return value - 1\n" in said
    assert "tiny, together" in said
    assert "1 test left out, failing without any mutant:" in said
    write(project, "tests/one/test_counting.py", TESTS + "\ndef test_high():\n    ...\n")
    options.json, options.sample = True, 1
    assert command.command(options) in (AGREE, DIFFERENT)
    assert json.loads(capsys.readouterr().out)["mutants"][0]["path"] == "tiny/counting.py"


def test_a_module_that_is_not_there_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no module"):
        command.chosen_modules(command.ROOT, None, "off_coroutine/nothing.py")
