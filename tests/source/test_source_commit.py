"""All files are written or none: what fails, when, and what is said of it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from off_coroutine.migration.source import staging
from off_coroutine.migration.source.commit import Commit, held, remove_left_over


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three files, in two folders."""
    (tmp_path / "sub").mkdir()
    made = [tmp_path / "a.py", tmp_path / "b.py", tmp_path / "sub" / "c.py"]
    for file in made:
        file.write_bytes(b"before")
    return made


def made(files: list[Path]) -> Commit:
    paths = [file.as_posix() for file in files]
    return Commit(dict.fromkeys(paths, b"before"), dict.fromkeys(paths, b"after"))


def contents(files: list[Path]) -> list[bytes]:
    """Return what is in files, after checking that nothing else is beside them."""
    assert sorted(files[0].parent.rglob("*.*")) == sorted(files)
    return [file.read_bytes() for file in files]


def after(monkeypatch: pytest.MonkeyPatch, staged: int, then: Callable[[], object]) -> None:
    """Do something when so many files have been staged."""
    write = staging.write
    count = 0

    def counting(*arguments: object) -> None:
        nonlocal count
        write(*arguments)  # type: ignore[arg-type]
        count += 1
        if count == staged:
            then()

    monkeypatch.setattr(staging, "write", counting)


def test_all_files_are_written(files: list[Path]) -> None:
    commit = made(files)
    commit.run()
    assert contents(files) == [b"after"] * 3
    assert (commit.written, commit.skipped) == ([file.as_posix() for file in files], {})


def test_nothing_to_write_is_nothing_done() -> None:
    commit = Commit({}, {})
    commit.run()
    assert (commit.written, commit.skipped) == ([], {})


@pytest.mark.parametrize("which", range(3))
def test_one_file_that_was_changed_keeps_all_from_being_written(
    files: list[Path], which: int
) -> None:
    commit = made(files)
    files[which].write_bytes(b"edited")
    commit.run()
    found = contents(files)
    assert found.pop(which) == b"edited"
    assert found == [b"before"] * 2
    assert list(commit.skipped) == [files[which].as_posix()]
    assert "changed meanwhile: migrate again" in commit.skipped[files[which].as_posix()]
    assert commit.written == []


def test_every_obstacle_is_said_at_once(files: list[Path]) -> None:
    commit = made(files)
    files[0].write_bytes(b"edited")
    files[2].chmod(0o444)
    commit.run()
    assert list(commit.skipped) == [files[0].as_posix(), files[2].as_posix()]


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(b"edited"),
        lambda file: file.unlink(),
        lambda file: file.chmod(0o600),
        lambda file: (file.unlink(), file.mkdir()),
        lambda file: (file.unlink(), file.symlink_to("/etc/hostname")),
        lambda file: (file.rename(f"{file}.old"), file.write_bytes(b"before")),
    ],
    ids=["edited", "removed", "mode", "folder", "link", "replaced"],
)
def test_what_becomes_of_a_file_after_it_was_staged_is_noticed(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    after(monkeypatch, 3, lambda: change(files[1]))
    commit = made(files)
    commit.run()
    assert (files[0].read_bytes(), files[2].read_bytes()) == (b"before", b"before")
    assert list(commit.skipped) == [files[1].as_posix()]


def test_a_folder_that_vanishes_leaves_the_others(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    after(monkeypatch, 2, lambda: shutil.rmtree(files[2].parent))
    commit = made(files)
    commit.run()
    assert [file.read_bytes() for file in files[:2]] == [b"before"] * 2
    assert commit.skipped[files[2].as_posix()].startswith("it cannot be written: No such file")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("which", [1, 3])
def test_a_disk_that_takes_no_more_leaves_all_as_they_were(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, number: int, which: int
) -> None:
    def full() -> None:
        raise OSError(number, os.strerror(number))

    after(monkeypatch, which, full)
    commit = made(files)
    commit.run()
    assert contents(files) == [b"before"] * 3
    assert commit.skipped == {
        files[which - 1].as_posix(): f"it cannot be written: {os.strerror(number)}"
    }


class Renames:
    """Path.replace that fails from one of its calls on, for some calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failing: range) -> None:
        self._replace = Path.replace
        self._failing = failing
        self._count = 0
        monkeypatch.setattr(Path, "replace", lambda file, target: self(file, target))

    def __call__(self, file: Path, target: str) -> Path:
        self._count += 1
        if self._count in self._failing:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return self._replace(file, target)


@pytest.mark.parametrize("which", [1, 2, 3])
def test_a_rename_that_fails_takes_back_those_before_it(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    Renames(monkeypatch, range(which, which + 1))
    files[0].chmod(0o640)
    commit = made(files)
    commit.run()
    assert contents(files) == [b"before"] * 3
    assert files[0].stat().st_mode & 0o777 == 0o640
    assert commit.written == []
    assert list(commit.skipped) == [files[which - 1].as_posix()]


def test_what_cannot_be_taken_back_counts_as_written(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    Renames(monkeypatch, range(3, 10))
    commit = made(files)
    commit.run()
    assert contents(files) == [b"after", b"after", b"before"]
    assert sorted(commit.written) == [file.as_posix() for file in files[:2]]
    assert "busy" in commit.skipped[files[2].as_posix()]


@pytest.mark.parametrize("staged", [1, 2, 3])
def test_an_interrupt_before_the_first_rename_takes_back_what_was_staged(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, staged: int
) -> None:
    after(monkeypatch, staged, lambda: signal.raise_signal(signal.SIGINT))
    commit = made(files)
    with pytest.raises(KeyboardInterrupt):
        commit.run()
    assert contents(files) == [b"before"] * 3
    assert commit.written == []


@pytest.mark.parametrize("which", [0, 1, 2])
def test_an_interrupt_among_the_renames_waits_for_the_last(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    replace = Path.replace

    def interrupted(file: Path, target: str) -> Path:
        if target == files[which].as_posix():
            signal.raise_signal(signal.SIGINT)
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    commit = made(files)
    with pytest.raises(KeyboardInterrupt):
        commit.run()
    assert contents(files) == [b"after"] * 3
    assert len(commit.written) == 3


def test_signals_wait_for_the_end_of_a_block() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held():
        signal.raise_signal(signal.SIGINT)
        done.append("the rest")
    assert done == ["the rest"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_in_a_block_gives_the_handlers_back() -> None:
    with pytest.raises(ZeroDivisionError), held():
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_writes_as_well(files: list[Path]) -> None:
    thread = threading.Thread(target=made(files).run)
    thread.start()
    thread.join()
    assert contents(files) == [b"after"] * 3


def test_what_was_left_over_is_removed_if_it_is_still_there(tmp_path: Path) -> None:
    left = tmp_path / ".a.py.off-coroutine-1-0~"
    left.write_bytes(b"half")
    remove_left_over([left, tmp_path / "gone"])
    assert list(tmp_path.iterdir()) == []
