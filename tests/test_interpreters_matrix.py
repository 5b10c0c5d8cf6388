"""The contracts inside other interpreters, real ones and what only looks like one."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compare import rows as suite
from compare.contracts import contract_of
from compare.interpreters import matrix
from compare.styles import PACKAGES, STYLES, load_all
from off_coroutine.interpreters import WANTED, Interpreter, find, how_to_get, is_named

# Takes the text of a shell script that shall be the interpreter, and another name.
Fake = Callable[..., Interpreter]

THIS = Path(sys.executable).resolve()
SLEEP = "/bin/sleep"
# Answers as a Python that finding asks; the rest of the script is for the suite.
VERSION = """case "$*" in *version_info*) echo '["'$0'", [3, 6, 15], "cpython"]'; exit;; esac\n"""


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    def write(text: str, name: str = "python") -> Interpreter:
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\n{VERSION}{text}\n", encoding="utf-8")
        file.chmod(0o755)
        return Interpreter(file, (3, 6, 15), "cpython")

    return write


def run(interpreter: Interpreter, *programs: str, **more: Any) -> list[matrix.Report]:
    return matrix.run([interpreter], programs or ["sleep_ordering"], PACKAGES, 20000, **more)


def rows(report: matrix.Report) -> list[suite.Row]:
    """Return the rows of the suite with what an interpreter did."""
    contract = contract_of(report.program)
    found = list(suite.run(contract, load_all(report.program, PACKAGES)))
    for row in found:
        row.reports = [report]
    return found


def state(process: str) -> str:
    """Return the letter that `ps` shows: Z if it is dead and its parent has not asked yet."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", process], stdout=subprocess.PIPE)
    return shown.stdout.decode()[:1]


@pytest.mark.parametrize("name", WANTED)
def test_the_standard_library_programs_do_the_same_inside(name: str) -> None:
    there = [each for each in find() if is_named(each, name) and not each.broken]
    if not there:
        pytest.skip(f"there is no Python {name} on this machine: {how_to_get(name)}")
    for report in run(there[-1], "sleep_ordering", "first_coroutine", "locked_section"):
        assert report.failed == ""
        assert [row for row in rows(report) if not row.agrees] == []


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("echo nonsense", "nonsense: it said b'nonsense\\n'"),
        ("head -c 20000000 /dev/zero", "nonsense: it said a line without end"),
        ("echo '[1]'", "nonsense: it said b'[1]\\n'"),
        ("echo oh >&2; echo dear >&2; exit 3", "died: dear"),
        ("exit 3", "died: with status 3"),
        ("kill -SEGV $$", "died: with status -11"),
    ],
)
def test_an_interpreter_that_does_not_run_the_suite_fails_with_a_reason(
    fake: Fake, text: str, failed: str
) -> None:
    (report,) = run(fake(text))
    assert report.failed == failed
    assert {row.cell(report) for row in rows(report)} == {(failed.partition(":")[0], False)}


def test_an_interpreter_that_is_gone_fails_with_a_reason(fake: Fake) -> None:
    (report,) = run(Interpreter(Path("/no/such/python"), (3, 6, 15), "cpython"))
    assert report.failed == "no start: No such file or directory"


def test_an_interpreter_without_a_word_has_no_result(fake: Fake) -> None:
    (report,) = run(fake("exit 0"))
    assert {row.cell(report) for row in rows(report)} == {("no result", False)}


def test_an_interpreter_that_hangs_is_killed_with_its_children(fake: Fake, tmp_path: Path) -> None:
    hanging = fake(f"{SLEEP} 60 & echo $$ $! > {tmp_path}/processes; wait")
    (report,) = run(hanging, seconds=0.3)
    assert report.failed == "hangs: it said nothing for 0.3 s, and was killed"
    for process in (tmp_path / "processes").read_text(encoding="utf-8").split():
        assert state(process) in ("", "Z")


def test_an_interpreter_that_goes_on_talking_does_not_hang(fake: Fake) -> None:
    (report,) = run(fake(f"for n in 1 2 3 4 5 6; do echo $n; {SLEEP} 0.1; done"), seconds=0.4)
    assert report.failed == ""


def test_a_child_that_left_its_group_does_not_keep_the_suite_waiting(fake: Fake) -> None:
    (report,) = run(fake(f"setsid {SLEEP} 3 & echo nonsense"))
    assert report.failed.startswith("nonsense")


def test_one_that_hangs_does_not_keep_the_others_from_running(fake: Fake) -> None:
    both = [fake(f"{SLEEP} 60", name="hanging"), fake("exit 0")]
    done: list[str] = []
    reports = matrix.run(both, ["sleep_ordering"], PACKAGES, 100, done.append, seconds=0.3)
    assert [report.failed[:5] for report in reports] == ["hangs", ""]
    assert [text.partition(":")[0] for text in done] == ["1 of 2", "2 of 2"]


def test_nothing_of_the_environment_gets_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "asyncio.py").write_text("raise SystemExit('not this one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONASYNCIODEBUG"):
        monkeypatch.setenv(variable, str(tmp_path))
    (report,) = run(Interpreter(THIS, sys.version_info[:3], "cpython"))
    assert report.failed == ""


def test_the_digests_do_not_depend_on_how_many_styles_run() -> None:
    example = contract_of("locked_section").examples[0]
    modules = load_all("locked_section", PACKAGES)
    verdict, digests = example.explore(modules)
    assert len(set(digests)) == verdict.schedules
    assert example.explore({"promises": modules["promises"]})[1] == digests


def otherwise(change: str) -> str:
    """Return a script that is this Python, but for what some code changes before the suite runs.

    The suite gives it four options, code, and three arguments of the code.
    """
    return f"""exec {THIS} "$1" "$2" "$3" "$4" '{change}'"\n$5" "$6" "$7" "$8" """


SLOWER = "import asyncio; wait = asyncio.sleep; asyncio.sleep = lambda delay: wait(2 * delay)"
VAGUER = "import builtins; builtins.ConnectionError = OSError"
OLDER = "import asyncio; del asyncio.timeout"


def shown(*words: str) -> tuple[int, str]:
    """Run the command line as people do; return its status and what it printed."""
    words = (sys.executable, "-m", "compare", *words)
    ended = subprocess.run(words, capture_output=True, check=False, encoding="utf-8")
    return ended.returncode, ended.stdout + ended.stderr


def test_the_table_has_a_column_for_each_interpreter() -> None:
    status, text = shown("--program", "sleep_ordering", "--python", str(THIS))
    assert status == 0, text
    assert text.splitlines()[1].count("as agreed") == len(STYLES) + 1
    assert "4 scenarios in 4 styles on 2 Pythons, 13 schedules: all agree" in text


def test_another_first_event_is_shown_beside_the_agreed_one(fake: Fake) -> None:
    path = str(fake(otherwise(SLOWER)).path)
    status, text = shown("--program", "sleep_ordering", "--python", path)
    assert status == 1
    assert "promises on 3.6.15, event 1:" in text
    assert "agreed: (1, 'says', 'Running Task 2')" in text
    assert "does:   (2.0, 'says', 'Running Task 2')" in text
    assert f"again: python -m compare --program sleep_ordering --python {path}" in text


def test_a_schedule_that_goes_otherwise_is_shown_beside_this_one(fake: Fake) -> None:
    path = str(fake(otherwise(VAGUER)).path)
    status, text = shown("--program", "locked_section", "--python", path)
    assert status == 1
    assert "schedules on 3.6.15; the first that differs:" in text
    assert "agreed: (0.0, 'decides', \"fetch() raises ConnectionError(" in text
    assert "does:   (0.0, 'decides', \"fetch() raises OSError(" in text


def test_what_is_lacking_for_modern_is_said_and_no_failure(fake: Fake) -> None:
    path = str(fake(otherwise(OLDER)).path)
    status, text = shown("--program", "deadline", "--python", path)
    assert status == 0, text
    assert "no modern" in text
    assert "not run on Python 3.6.15 for want of asyncio.timeout: deadline (modern)" in text


def test_a_failed_interpreter_is_a_difference_for_people_and_machines(fake: Fake) -> None:
    path = str(fake("exit 3").path)
    status, text = shown("--program", "sleep_ordering", "--python", path)
    assert status == 1
    assert "sleep_ordering on Python 3.6.15 died: with status 3" in text
    status, text = shown("--program", "sleep_ordering", "--python", path, "--json")
    assert status == 1
    inside = json.loads(text)["scenarios"][0]["inside"][path]
    assert (inside["verdict"], inside["agree"]) == ("died", False)


def test_an_unknown_interpreter_ends_with_2_and_the_cure() -> None:
    status, text = shown("--python", "3.99")
    assert status == 2
    assert "`uv python install 3.99` gets it" in text


def test_ctrl_c_leaves_no_process_behind(fake: Fake, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "started")
    path = fake(f"{SLEEP} 60 & echo $$ $! > {tmp_path}/started; wait").path
    words = [sys.executable, "-m", "compare", "--program", "sleep_ordering", "--python", str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        processes = (tmp_path / "started").read_text(encoding="utf-8").split()
        command.send_signal(signal.SIGINT)
        command.communicate()
    assert command.returncode == 130
    assert [state(process) for process in processes if state(process) not in ("", "Z")] == []
