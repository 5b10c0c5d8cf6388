"""What is staged beside a file: its owner, mode, attributes, and what is left of a killed run."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from off_coroutine.migration.source import staging
from off_coroutine.migration.source.commit import Commit

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
SOMEBODY = 65534


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.py"
    file.write_bytes(b"before")
    return file


@pytest.fixture
def open_file() -> Iterator[Path]:
    """A file in a folder that anybody may write; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        file = Path(folder) / "a.py"
        file.write_bytes(b"before")
        yield file


@contextmanager
def somebody() -> Iterator[None]:
    """Be somebody else for a while."""
    os.setegid(SOMEBODY)
    os.seteuid(SOMEBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def commit(*files: Path, **options: bool) -> Commit:
    paths = [file.as_posix() for file in files]
    made = Commit(dict.fromkeys(paths, b"before"), dict.fromkeys(paths, b"after"), **options)
    made.run()
    return made


def is_replaced(file: Path, made: Commit) -> bool:
    """Return whether a file was, after checking that it is whole and nothing was left."""
    assert [path for path in file.parent.iterdir() if path.name.endswith("~")] == []
    replaced = file.as_posix() in made.written
    assert file.read_bytes() == (b"after" if replaced else b"before")
    assert replaced != bool(made.skipped)
    return replaced


def has_attributes(folder: Path) -> bool:
    try:
        os.setxattr(folder, "user.off_coroutine", b"1")
    except (OSError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o750, 0o666, 0o200 | 0o444])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert is_replaced(file, commit(file))
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_the_mode_stays_whatever_the_mask(file: Path, mask: int) -> None:
    file.chmod(0o664)
    before = os.umask(mask)
    try:
        assert is_replaced(file, commit(file))
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


@pytest.mark.parametrize("mode", [0o4755, 0o2755, 0o6755, 0o1644])
def test_special_bits_stay_with_their_owner(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert is_replaced(file, commit(file))
    assert stat.S_IMODE(file.stat().st_mode) == mode


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o644, 0o4755, 0o6755])
def test_owner_and_group_stay_with_their_bits(file: Path, mode: int) -> None:
    os.chown(file, SOMEBODY, SOMEBODY - 1)
    file.chmod(mode)
    assert is_replaced(file, commit(file))
    found = file.stat()
    assert (found.st_uid, found.st_gid) == (SOMEBODY, SOMEBODY - 1)
    assert stat.S_IMODE(found.st_mode) == mode


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o666, 0o4777, 0o6777])
def test_a_file_of_another_user_is_left_to_its_owner(open_file: Path, mode: int) -> None:
    open_file.chmod(mode)
    with somebody():
        made = commit(open_file)
    assert not is_replaced(open_file, made)
    assert "its owner and group (0:0) cannot be kept" in made.skipped[open_file.as_posix()]
    assert stat.S_IMODE(open_file.stat().st_mode) == mode


@ROOT_ONLY
def test_a_folder_that_may_not_be_written_is_said(open_file: Path) -> None:
    os.chown(open_file, SOMEBODY, SOMEBODY)
    open_file.parent.chmod(0o755)
    with somebody():
        made = commit(open_file)
    assert not is_replaced(open_file, made)
    assert made.skipped[open_file.as_posix()] == "it cannot be written: Permission denied"


def test_a_folder_that_hands_down_its_group_does_not_change_it(file: Path) -> None:
    file.parent.chmod(0o2755)
    group = file.stat().st_gid
    assert is_replaced(file, commit(file))
    assert file.stat().st_gid == group


def test_extended_attributes_stay(file: Path) -> None:
    if not has_attributes(file.parent):
        pytest.skip("this file system has no extended attributes")
    os.setxattr(file, "user.licence", b"MIT")
    os.setxattr(file, "user.empty", b"")
    assert is_replaced(file, commit(file))
    assert os.getxattr(file, "user.licence") == b"MIT"
    assert os.getxattr(file, "user.empty") == b""


def test_what_a_new_file_has_of_its_folder_goes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_attributes(file.parent):
        pytest.skip("this file system has no extended attributes")
    chown = staging._give_to_owner

    def inherits(descriptor: int, status: os.stat_result) -> None:
        os.setxattr(descriptor, "user.inherited", b"1")
        chown(descriptor, status)

    monkeypatch.setattr(staging, "_give_to_owner", inherits)
    assert is_replaced(file, commit(file))
    assert os.listxattr(file) == []


def test_an_attribute_that_cannot_be_kept_leaves_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attributes(of: str | Path) -> dict[str, bytes]:
        return {"nowhere.label": b"1"} if str(of) == file.as_posix() else {}

    monkeypatch.setattr(staging, "_attributes", attributes)
    made = commit(file)
    assert not is_replaced(file, made)
    assert "extended attribute nowhere.label" in made.skipped[file.as_posix()]


def test_a_hard_link_stays_one(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.py"
    other.hardlink_to(file)
    made = commit(file)
    assert not is_replaced(file, made)
    assert "2 names (hard links)" in made.skipped[file.as_posix()]
    assert other.samefile(file)


def test_a_read_only_file_is_written_only_if_it_is_asked_for(file: Path) -> None:
    file.chmod(0o444)
    made = commit(file)
    assert not is_replaced(file, made)
    assert "--include-read-only" in made.skipped[file.as_posix()]
    assert is_replaced(file, commit(file, include_read_only=True))
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


@pytest.mark.parametrize("name", ["a" * 252 + ".py", "é" * 126 + ".py", "with\nnewline.py"])
def test_a_long_name_has_room_for_what_is_staged(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    try:
        file.write_bytes(b"before")
    except OSError:
        pytest.skip("this file system has no such names")
    assert is_replaced(file, commit(file))


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_what_a_killed_run_staged_is_known_by_its_name(tmp_path: Path, gone: int) -> None:
    name = f".a.py.off-coroutine-{gone}-0~"
    names = [name, ".a.py.swp", "a.py~", f".off-coroutine-{gone}~", f"b.off-coroutine-{gone}-0~"]
    assert list(staging.left_over(tmp_path, names)) == [tmp_path / name]


def test_what_a_living_run_has_staged_is_its_own(tmp_path: Path) -> None:
    names = [f".a.py.off-coroutine-{os.getppid()}-0~", ".a.py.off-coroutine-1-0~"]
    assert list(staging.left_over(tmp_path, names)) == []


def test_what_a_run_of_the_same_number_left_is_no_hindrance(file: Path) -> None:
    left = staging.name(file.as_posix(), 0)
    left.write_bytes(b"half")
    assert list(staging.left_over(file.parent, [left.name])) == [left]
