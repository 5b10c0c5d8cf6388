"""Runs of a package's tests: what is recorded of each, and that none outlasts its time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from corpus.trials import FILES, TESTS, attempt, counts, pack
from processes import is_gone

from compare.workshop.corpus import testing

# Tries one package, the archive of which is its argument, and has every environment.
INTERRUPTED = """
import sys
from pathlib import Path
from compare.__main__ import main
from compare.workshop.corpus import packages
from compare.workshop.corpus.cache import Cache
from compare.workshop.corpus.packages import Package, Setting

async def source(cache, package):
    return Path(sys.argv[1])

async def environment(cache, python, setting):
    return python

Cache.source, Cache.environment = source, environment
here = Setting("{}.{}".format(*sys.version_info), ())
packages.load = lambda: [Package("tiny", "1.0", "", ("pytest",), 1, here, here)]
sys.exit(main(["corpus"]))
"""


def test_a_run_that_ends_early_says_so_and_where(tmp_path: Path) -> None:
    files = {**FILES, "tests.py": TESTS + "\ndef test_then_ends(): os._exit(7)\n"}
    trial = attempt(tmp_path, files=files)
    before = trial.runs["before"]
    assert before.stopped.startswith("with exit status 7:")
    assert before.tests["tests::test_then_ends"] == "started"
    assert "tests::test_wants_the_decorator" not in before.tests
    assert before.tests["tests::test_passes"] == "passed"


def test_a_run_that_takes_too_long_is_stopped_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
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
    before = attempt(tmp_path, files={**FILES, "tests.py": TESTS + child}).runs["before"]
    assert before.stopped == "after 0.5 s"
    assert before.tests["tests::test_hangs"] == "started"
    assert os.read(reading, 1) == b""  # nobody has it open to write
    os.close(reading)


def test_ctrl_c_leaves_no_process_and_no_file_behind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "started")
    tests = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open({str(tmp_path / "started")!r}, "w") as fifo:
    fifo.write(f"{{os.getpid()}} {{child.pid}}")
time.sleep(60)
"""
    pack(tmp_path / "tiny.tar.gz", {**FILES, "tests.py": tests})
    (tmp_path / "temporary").mkdir()
    words = [sys.executable, "-c", INTERRUPTED, str(tmp_path / "tiny.tar.gz")]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE) as command:
        processes = (tmp_path / "started").read_text().split()
        command.send_signal(signal.SIGINT)
        _, errors = command.communicate()
    assert (command.returncode, errors) == (130, b"python -m compare: interrupted\n")
    assert [pid for pid in processes if not is_gone(int(pid))] == []
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_test_that_takes_too_long_fails_and_the_next_one_runs(tmp_path: Path) -> None:
    slow = "\nimport recording, time\nrecording.SECONDS = 0.1\ndef test_hangs(): time.sleep(60)\n"
    before = attempt(tmp_path, files={**FILES, "tests.py": TESTS + slow}).runs["before"]
    assert before.became("tests::test_hangs") == "failed: TimeoutError: not done after 0.1 s"
    assert before.tests["tests::test_passes"] == "passed"


def test_pytest_records_every_kind_of_outcome(tmp_path: Path) -> None:
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
    trial = attempt(
        tmp_path, files={"tests/test_one.py": module, "tests/test_two.py": "import nothing"}
    )
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


def test_nose2_records_every_kind_of_outcome(tmp_path: Path) -> None:
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
    before = attempt(tmp_path, files=files, tests=("nose2",)).runs["before"]
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
    tmp_path: Path,
) -> None:
    tests = (
        "def test_aliases():\n"
        "    import collections, inspect\n"
        "    assert issubclass(dict, collections.Mapping)\n"
        "    assert inspect.getargspec(lambda a, *b, c=1: 0) == (['a'], 'b', None, None)\n"
    )
    files = {**FILES, "tests.py": tests}
    assert counts(attempt(tmp_path, files=files, aliases=True), "before") == {"passed": 1}
