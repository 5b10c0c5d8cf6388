"""The corpus: a package's own tests before and after migration, what is lost and why."""

from collections.abc import Callable
from pathlib import Path

from corpus.trials import FILES, TESTS, attempt, counts

from compare.workshop.corpus.migrating import Migrated, migrate_folder
from compare.workshop.corpus.processes import CorpusError
from compare.workshop.corpus.reasons import Reason
from compare.workshop.corpus.trial import Trial


def replaces(old: str, new: str) -> Callable[[Path], Migrated]:
    """Return a migrator that replaces text of the module."""

    def migrate(folder: Path) -> Migrated:
        module = folder / "tiny.py"
        module.write_text(module.read_text().replace(old, new))
        return Migrated(["tiny.py:7: a refusal"], [], 0.5)

    return migrate


def lost(trial: Trial) -> list[tuple[str, str, str]]:
    return [(each.run, each.test, each.became) for each in trial.lost]


def test_tests_that_fail_before_may_fail_after(tmp_path: Path) -> None:
    trial = attempt(tmp_path)
    for run in ("before", "same", "after"):
        assert counts(trial, run) == {"passed": 2, "failed": 1}
    assert (trial.good, trial.lost, trial.problem) == (True, [], "")


def test_a_test_that_passed_only_before_is_lost(tmp_path: Path) -> None:
    trial = attempt(tmp_path, replaces("@coroutine\ndef", "async def"))
    test, became = "tests::test_wants_the_decorator", "AssertionError: it is native"
    assert lost(trial) == [(run, test, f"failed: {became}") for run in ("same", "after")]
    assert not trial.good
    assert (trial.decorators, trial.left) == (1, 0)


def test_a_module_that_no_longer_imports_names_its_error(tmp_path: Path) -> None:
    trial = attempt(tmp_path, replaces("import pathlib", "import pathlip"))
    assert {became for _, _, became in lost(trial)} == {
        "not run: ModuleNotFoundError: No module named 'pathlip'"
    }


def test_a_lost_test_is_run_again_and_kept_if_it_passes_then(tmp_path: Path) -> None:
    only_again = TESTS + (
        "\ndef test_passes_the_second_time():\n"
        "    marks = pathlib.Path.cwd().parents[1] / 'marks'\n"
        "    marks.mkdir(exist_ok=True)\n"
        "    marks.joinpath(str(len(list(marks.iterdir())))).touch()\n"
        "    assert len(list(marks.iterdir())) != 2\n"
    )
    trial = attempt(tmp_path, files={**FILES, "tests.py": only_again})
    assert trial.good
    assert trial.runs["same"].again == ["tests::test_passes_the_second_time"]
    assert trial.runs["after"].again == []


def test_a_test_lost_for_a_known_reason_is_not_run_again(tmp_path: Path) -> None:
    native = "failed: AssertionError: it is native"
    known = Reason("tiny", ("same", "after"), ("tests::test_wants*",), native, "it reads itself")
    trial = attempt(tmp_path, replaces("@coroutine\ndef", "async def"), reasons=[known])
    assert [each.reason for each in trial.lost] == ["it reads itself"] * 2
    assert trial.good
    assert not list(tmp_path.glob("work/*-again"))


def test_too_few_tests_that_pass_before_prove_nothing(tmp_path: Path) -> None:
    trial = attempt(tmp_path, passing=3)
    assert trial.problem == "2 of 3 tests pass before migration"
    assert not trial.good
    assert list(trial.runs) == ["before", "same", "after"]


def test_a_python_that_is_not_there_is_named_with_its_cure(tmp_path: Path) -> None:
    trial = attempt(tmp_path, python="3.6")
    assert trial.problem == "there is no Python 3.6 on this machine: `pyenv install 3.6` gets it"
    assert not trial.good


def test_a_migrator_that_fails_is_a_problem(tmp_path: Path) -> None:
    def fails(folder: Path) -> Migrated:
        raise CorpusError("the migrator failed:\n...")

    trial = attempt(tmp_path, fails)
    assert trial.problem == "the migrator failed:\n..."
    assert list(trial.runs) == ["before"]


def test_a_fault_of_the_migrator_is_not_good_even_if_no_test_is_lost(tmp_path: Path) -> None:
    trial = attempt(tmp_path, lambda _: Migrated(faults=["tiny.py: a second migration changes it"]))
    assert not trial.lost
    assert not trial.good


def test_the_migrator_changes_the_folder_and_has_no_fault(tmp_path: Path) -> None:
    source = "import asyncio\n\n\n@asyncio.coroutine\ndef nap():\n    yield from asyncio.sleep(1)\n"
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "naps.py").write_text(source)
    (tmp_path / "broken.py").write_text("def (")
    migrated = migrate_folder(tmp_path)
    native = "import asyncio\n\n\nasync def nap():\n    await asyncio.sleep(1)\n"
    assert (tmp_path / "package" / "naps.py").read_text() == native
    assert [refusal.split(":")[0] for refusal in migrated.refusals] == ["broken.py"]
    assert migrated.faults == []
    assert migrated.seconds > 0
