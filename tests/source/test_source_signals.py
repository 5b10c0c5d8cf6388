"""`migrate --write` in a real process, which gets real signals at chosen moments."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LEGACY = "import asyncio\n\n\n@asyncio.coroutine\ndef main():\n    yield from asyncio.sleep(0)\n"
NATIVE = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(0)\n"
FILES = 4

# The command, with a signal to itself at the n-th time that it does something with a file.
DRIVER = """
import os, sys
from pathlib import Path
from off_coroutine import cli, shell
moment, count, number = sys.argv.pop(1), int(sys.argv.pop(1)), int(sys.argv.pop(1))
home = Path if moment in ("replace", "unlink") else os
do, done = getattr(home, moment), 0
def counted(*arguments, **options):
    global done
    done += 1
    if done == count and number:
        os.kill(os.getpid(), number)
    elif done == count:
        raise OSError(28, "No space left on device")
    return do(*arguments, **options)
setattr(home, moment, counted)
sys.exit(shell.run(lambda: cli.run(sys.argv[1:])))
"""

STOPPED = [sys.executable, "-c", DRIVER, "fsync", "2", str(int(signal.SIGSTOP))]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "package"
    package.mkdir()
    for number in range(FILES):
        (package / f"m{number}.py").write_text(LEGACY)
    return package


def migrate(package: Path, moment: str, count: int, number: int) -> tuple[int, str]:
    """Run the command on a package; return its status and what it said."""
    words = [sys.executable, "-c", DRIVER, moment, str(count), str(number)]
    ran = subprocess.run(
        [*words, "migrate", "--write", str(package)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stderr


def converted(package: Path) -> int:
    """Return how many files are native, after checking that each is whole."""
    texts = [file.read_text() for file in sorted(package.glob("*.py"))]
    assert len(texts) == FILES
    assert set(texts) <= {LEGACY, NATIVE}
    return texts.count(NATIVE)


def staged(package: Path) -> list[Path]:
    return [file for file in package.iterdir() if file.name.endswith("~")]


STATUSES = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize(("number", "status"), STATUSES)
@pytest.mark.parametrize(("moment", "count"), [("open", 1), ("fsync", 1), ("fsync", FILES)])
def test_a_signal_while_files_are_staged_changes_nothing(
    package: Path, moment: str, count: int, number: int, status: int
) -> None:
    ended, said = migrate(package, moment, count, number)
    assert ended == status
    assert converted(package) == 0
    assert staged(package) == []
    assert "0 files written" in said
    assert said.endswith("off-coroutine: interrupted\n")


@pytest.mark.parametrize(("number", "status"), STATUSES)
@pytest.mark.parametrize("count", range(1, FILES + 1))
def test_a_signal_among_the_renames_waits_for_the_last(
    package: Path, count: int, number: int, status: int
) -> None:
    ended, said = migrate(package, "replace", count, number)
    assert ended == status
    assert converted(package) == FILES
    assert staged(package) == []
    assert f"{FILES} files written" in said


def test_a_terminal_that_is_closed_among_the_renames_leaves_no_half(package: Path) -> None:
    ended, _ = migrate(package, "replace", 2, signal.SIGHUP)
    assert ended == -signal.SIGHUP
    assert converted(package) == FILES
    assert staged(package) == []


MOMENTS = [
    *[("open", count) for count in (1, 3)],
    *[("fsync", count) for count in range(1, FILES + 2)],
    *[("replace", count) for count in range(1, FILES + 1)],
]


@pytest.mark.parametrize(("moment", "count"), MOMENTS)
def test_a_killed_run_leaves_whole_files_and_the_next_one_cleans_up(
    package: Path, moment: str, count: int
) -> None:
    ended, _ = migrate(package, moment, count, signal.SIGKILL)
    assert ended == -signal.SIGKILL
    assert converted(package) == (count - 1 if moment == "replace" else converted(package))
    left = staged(package)
    ended, said = migrate(package, "replace", 0, signal.SIGINT)
    assert ended == 0
    assert converted(package) == FILES
    assert staged(package) == []
    for file in left:
        assert f"{file}: left by a migration that was killed: removed" in said
    assert not left or "its files may be converted in part" in said


def test_what_was_left_is_no_source_and_only_writing_removes_it(package: Path) -> None:
    migrate(package, "replace", 2, signal.SIGKILL)
    left = staged(package)
    assert left
    for words in (["review"], ["migrate", "--check"], ["migrate"]):
        ran = subprocess.run(
            [sys.executable, "-m", "off_coroutine", *words, str(package)],
            cwd=ROOT,
            capture_output=True,
            check=False,
            text=True,
        )
        assert "~:" not in ran.stdout
        assert staged(package) == left
        if words[0] == "migrate":
            assert "left by a migration that was killed: --write removes it" in ran.stderr


def test_one_file_that_is_named_is_cleaned_up_beside_as_well(package: Path) -> None:
    migrate(package, "fsync", 1, signal.SIGKILL)
    assert staged(package)
    assert migrate(package / "m0.py", "replace", 0, 0)[0] == 0
    assert staged(package) == []


def test_another_run_that_lives_keeps_what_it_staged(package: Path) -> None:
    with subprocess.Popen(
        [*STOPPED, "migrate", "--write", str(package)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as first:
        deadline = time.monotonic() + 30
        while Path(f"/proc/{first.pid}/stat").read_text().split()[2] != "T":
            assert time.monotonic() < deadline
            time.sleep(0.01)
        mine = staged(package)
        ended, said = migrate(package, "replace", 0, signal.SIGINT)
        assert (ended, converted(package)) == (0, FILES)
        assert "killed" not in said
        assert staged(package) == mine
        first.send_signal(signal.SIGCONT)
        _, said = first.communicate()
    assert first.returncode == 3
    assert "changed meanwhile: migrate again" in said
    assert "nothing was written" in said
    assert (converted(package), staged(package)) == (FILES, [])


@pytest.mark.parametrize(("moment", "count"), [("fsync", 3), ("replace", 1), ("replace", 3)])
def test_a_full_disk_is_said_and_nothing_is_written(package: Path, moment: str, count: int) -> None:
    ended, said = migrate(package, moment, count, 0)
    assert ended == 3
    assert (converted(package), staged(package)) == (0, [])
    assert "nothing was written: the files change together or not at all" in said
    assert f"m{count - 1}.py: skipped: it cannot be written: No space left on device" in said


def test_two_signals_are_as_one(package: Path) -> None:
    with subprocess.Popen(
        [*STOPPED, "migrate", "--write", str(package)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        os.waitid(os.P_PID, run.pid, os.WSTOPPED)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGCONT):
            run.send_signal(number)
        _, said = run.communicate()
    assert run.returncode in (130, 143)
    assert "Traceback" not in said
    assert (converted(package), staged(package)) == (0, [])
