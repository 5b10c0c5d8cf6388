"""The corpus: a package's own tests before and after migration, what is lost and why."""

import asyncio
import io
import os
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from compare.corpus import testing
from compare.corpus.cache import Cache
from compare.corpus.migrating import Migrated, migrate_folder
from compare.corpus.packages import Package, Setting
from compare.corpus.processes import CorpusError
from compare.corpus.trial import Bench, Trial

TINY = """\
import pathlib

SOURCE = pathlib.Path(__file__).read_text()

def coroutine(function):
    return function

@coroutine
def answer():
    yield
"""
TESTS = """
import os, pathlib
from tiny import SOURCE

def test_passes():
    pass

def test_fails_before_as_after():
    raise ValueError("not today")

def test_wants_the_decorator():
    assert "@coroutine" in SOURCE, "it is native"
"""
# Stands in front of the real one, which takes a second to start.
RUNNER = """
from recording import end, record, start

try:
    import tests
except ImportError as error:
    record("tests", "failed", f"{type(error).__name__}: {error}")
else:
    for name in dir(tests):
        if name.startswith("test_"):
            start(f"tests::{name}")
            try:
                getattr(tests, name)()
            except Exception as error:
                record(f"tests::{name}", "failed", f"{type(error).__name__}: {error}")
            else:
                record(f"tests::{name}", "passed")
            end()
"""
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
FILES = {"tiny.py": TINY, "tests.py": TESTS, "pytest.py": RUNNER}


@dataclass(frozen=True)
class FakeCache(Cache):
    """Has one source, and runs it on this Python."""

    async def source(self, package: Package) -> Path:
        return self.folder / "tiny.tar.gz"

    async def environment(self, python: Path, setting: Setting) -> Path:
        return python


Attempt = Callable[..., Trial]


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    """Return a function that tries a package of some files with a migrator."""

    def attempt(
        migrate: Callable[[Path], Migrated] = lambda _: Migrated(),
        files: dict[str, str] = FILES,
        python: str = "here",
        tests: tuple[str, ...] = ("pytest",),
        passing: int = 1,
        aliases: bool = False,
    ) -> Trial:
        pack(tmp_path / "tiny.tar.gz", files)
        setting = Setting(python, (), aliases)
        package = Package("tiny", "1.0", "", tests, passing, setting, setting, ALONE)
        pythons = {"here": Path(sys.executable)}
        cache = FakeCache(tmp_path)
        bench = Bench(package, tmp_path / "work", cache, pythons, said.append, migrate)
        return asyncio.run(bench.attempt())

    said: list[str] = []
    return attempt


def pack(archive: Path, files: dict[str, str]) -> None:
    """Write a source distribution."""
    with tarfile.open(archive, "w:gz") as file:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"tiny-1.0/{name}")
            entry.size = len(text)
            file.addfile(entry, io.BytesIO(text.encode()))


def replaces(old: str, new: str) -> Callable[[Path], Migrated]:
    """Return a migrator that replaces text of the module."""

    def migrate(folder: Path) -> Migrated:
        module = folder / "tiny.py"
        module.write_text(module.read_text().replace(old, new))
        return Migrated(["tiny.py:7: a refusal"], [], 0.5)

    return migrate


def counts(trial: Trial, run: str) -> dict[str, int]:
    return {outcome: count for outcome, count in trial.runs[run].counts().items() if count}


def lost(trial: Trial) -> list[tuple[str, str, str]]:
    return [(each.run, each.test, each.became) for each in trial.lost]


def test_tests_that_fail_before_may_fail_after(attempt: Attempt) -> None:
    trial = attempt()
    for run in ("before", "same", "after"):
        assert counts(trial, run) == {"passed": 2, "failed": 1}
    assert (trial.good, trial.lost, trial.problem) == (True, [], "")


def test_a_test_that_passed_only_before_is_lost(attempt: Attempt) -> None:
    trial = attempt(replaces("@coroutine\ndef", "async def"))
    test, became = "tests::test_wants_the_decorator", "AssertionError: it is native"
    assert lost(trial) == [(run, test, f"failed: {became}") for run in ("same", "after")]
    assert not trial.good
    assert (trial.decorators, trial.left) == (1, 0)


def test_a_module_that_no_longer_imports_names_its_error(attempt: Attempt) -> None:
    trial = attempt(replaces("import pathlib", "import pathlip"))
    assert {became for _, _, became in lost(trial)} == {
        "not run: ModuleNotFoundError: No module named 'pathlip'"
    }


def test_a_lost_test_is_run_again_and_kept_if_it_passes_then(attempt: Attempt) -> None:
    only_again = TESTS + (
        "\ndef test_passes_the_second_time():\n"
        "    marks = pathlib.Path.cwd().parents[1] / 'marks'\n"
        "    marks.mkdir(exist_ok=True)\n"
        "    marks.joinpath(str(len(list(marks.iterdir())))).touch()\n"
        "    assert len(list(marks.iterdir())) != 2\n"
    )
    trial = attempt(files={**FILES, "tests.py": only_again})
    assert trial.good
    assert trial.runs["same"].again == ["tests::test_passes_the_second_time"]
    assert trial.runs["after"].again == []


def test_too_few_tests_that_pass_before_prove_nothing(attempt: Attempt) -> None:
    trial = attempt(passing=3)
    assert trial.problem == "2 of 3 tests pass before migration"
    assert not trial.good
    assert list(trial.runs) == ["before", "same", "after"]


def test_a_run_that_ends_early_says_so_and_where(attempt: Attempt) -> None:
    files = {**FILES, "tests.py": TESTS + "\ndef test_then_ends(): os._exit(7)\n"}
    trial = attempt(files=files)
    before = trial.runs["before"]
    assert before.stopped.startswith("with exit status 7:")
    assert before.tests["tests::test_then_ends"] == "started"
    assert "tests::test_wants_the_decorator" not in before.tests
    assert before.tests["tests::test_passes"] == "passed"


def test_a_python_that_is_not_there_is_named_with_its_cure(attempt: Attempt) -> None:
    trial = attempt(python="3.6")
    assert trial.problem == "there is no Python 3.6 on this machine: `pyenv install 3.6` gets it"
    assert not trial.good


def test_a_migrator_that_fails_is_a_problem(attempt: Attempt) -> None:
    def fails(folder: Path) -> Migrated:
        raise CorpusError("the migrator failed:\n...")

    trial = attempt(fails)
    assert trial.problem == "the migrator failed:\n..."
    assert list(trial.runs) == ["before"]


def test_a_fault_of_the_migrator_is_not_good_even_if_no_test_is_lost(attempt: Attempt) -> None:
    trial = attempt(lambda _: Migrated(faults=["tiny.py: a second migration changes it"]))
    assert not trial.lost
    assert not trial.good


def test_a_run_that_takes_too_long_is_stopped_with_all_that_it_started(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reading, True)
    child = f"""
import subprocess, sys, time
CHILD = "import time; file = open({str(fifo)!r}, 'w'); time.sleep(60); file.write('it lives')"
subprocess.Popen([sys.executable, "-c", CHILD])
def test_hangs():
    time.sleep(60)
"""
    monkeypatch.setattr(testing, "SECONDS", 0.5)
    before = attempt(files={**FILES, "tests.py": TESTS + child}).runs["before"]
    assert before.stopped == "after 0.5 s"
    assert before.tests["tests::test_hangs"] == "started"
    assert os.read(reading, 1) == b""  # nobody has it open to write
    os.close(reading)


def test_a_test_that_takes_too_long_fails_and_the_next_one_runs(attempt: Attempt) -> None:
    slow = "\nimport recording, time\nrecording.SECONDS = 0.1\ndef test_hangs(): time.sleep(60)\n"
    before = attempt(files={**FILES, "tests.py": TESTS + slow}).runs["before"]
    assert before.became("tests::test_hangs") == "failed: TimeoutError: not done after 0.1 s"
    assert before.tests["tests::test_passes"] == "passed"


def test_pytest_records_every_kind_of_outcome(attempt: Attempt) -> None:
    module = """
import pytest

def test_passes(): pass
def test_fails(): assert 1 == 2, "never"
@pytest.mark.skip
def test_is_skipped(): pass
@pytest.fixture
def broken():
    yield
    raise ValueError("afterwards")
def test_whose_teardown_fails(broken): pass
"""
    trial = attempt(files={"tests/test_one.py": module, "tests/test_two.py": "import nothing"})
    before = trial.runs["before"]
    assert before.tests == {
        "tests/test_two.py": "failed",
        "tests/test_one.py::test_passes": "passed",
        "tests/test_one.py::test_fails": "failed",
        "tests/test_one.py::test_is_skipped": "skipped",
        "tests/test_one.py::test_whose_teardown_fails": "failed",
    }
    assert before.messages == {
        "tests/test_two.py": "ModuleNotFoundError: No module named 'nothing'",
        "tests/test_one.py::test_fails": "AssertionError: never\nassert 1 == 2",
        "tests/test_one.py::test_whose_teardown_fails": "ValueError: afterwards",
    }
    assert before.became("tests/test_one.py::test_fails") == "failed: AssertionError: never"


def test_nose2_records_every_kind_of_outcome(attempt: Attempt) -> None:
    # What the plugin needs of nose2, which is installed for the corpus only.
    runner = """
import sys
from types import SimpleNamespace as Event
from nose2.events import Plugin
import recording_nose2

assert sys.argv[1:] == ["--plugin", "recording_nose2"]
plugin = recording_nose2.Recording()
for name, outcome, error in [
    ("test_passes", "passed", None),
    ("test_fails", "failed", (ValueError, ValueError("never"), None)),
    ("test_breaks", "error", (KeyError, KeyError(1), None)),
    ("test_is_skipped", "skipped", None),
    ("test_hangs", None, None),
]:
    test = Event(id=lambda: "tests." + name)
    plugin.startTest(Event(test=test))
    if outcome:
        plugin.testOutcome(Event(test=test, outcome=outcome, exc_info=error))
"""
    files = {
        "nose2/__init__.py": "",
        "nose2/__main__.py": runner,
        "nose2/events.py": "class Plugin: pass",
    }
    before = attempt(files=files, tests=("nose2",)).runs["before"]
    assert before.tests == {
        "tests.test_passes": "passed",
        "tests.test_fails": "failed",
        "tests.test_breaks": "failed",
        "tests.test_is_skipped": "skipped",
        "tests.test_hangs": "started",
    }
    assert before.messages == {
        "tests.test_fails": "ValueError: never",
        "tests.test_breaks": "KeyError: 1",
    }


def test_names_that_python_removed_are_given_back_where_a_setting_asks_for_it(
    attempt: Attempt,
) -> None:
    tests = (
        "def test_aliases():\n"
        "    import collections, inspect\n"
        "    assert issubclass(dict, collections.Mapping)\n"
        "    assert inspect.getargspec(lambda a, *b, c=1: 0) == (['a'], 'b', None, None)\n"
    )
    files = {**FILES, "tests.py": tests}
    assert counts(attempt(files=files, aliases=True), "before") == {"passed": 1}


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
