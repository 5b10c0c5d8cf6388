"""A new file beside the one it is to replace, with the same owner, mode and attributes."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\..*\.off-coroutine-(\d+)-\d+~", re.DOTALL)
_SHOWN = 50  # characters of a name: with them all a new one could be too long for its folder


class SkippedError(Exception):
    """A file is left as it is; the message says why."""


def name(path: str, number: int) -> Path:
    """Return where this process stages what is to replace a file: in its folder, hidden."""
    file = Path(path)
    return file.parent / f".{file.name[:_SHOWN]}.off-coroutine-{os.getpid()}-{number}~"


def left_over(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    """Yield what a run that was killed has staged in a folder, of the names there."""
    for each in names:
        if (found := _NAME.fullmatch(each)) and not _is_alive(int(found[1])):
            yield folder / each


def _is_alive(process: int) -> bool:
    """Return whether another process of a number lives; this one has nothing staged yet."""
    if process == os.getpid():
        return False
    if os.name != "posix":
        return True  # there 0 is Ctrl-C
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def check(path: str, status: os.stat_result, include_read_only: bool) -> None:
    """Check that a file may be replaced.

    Raises:
        SkippedError: it may not.
    """
    if status.st_nlink > 1:
        raise SkippedError(
            f"it has {status.st_nlink} names (hard links), which would part: make it a file of its"
            " own, or leave it out of the paths"
        )
    if include_read_only:
        return
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise SkippedError(
            "it is read-only: give --include-read-only, make it writable, or leave it out of the"
            " paths"
        )


def write(staged: Path, path: str, status: os.stat_result, content: bytes) -> None:
    """Write content to a new file that can take the place of `path`, whose status is given.

    Raises:
        SkippedError: it cannot have the same owner, mode and attributes.
        OSError: it cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(staged, flags | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        _give_to_owner(descriptor, status)
        _copy_attributes(path, staged)
        # The last: another owner takes setuid away, and may not be given it.
        staged.chmod(stat.S_IMODE(status.st_mode))
        if os.fstat(descriptor).st_mode != status.st_mode:
            raise SkippedError(
                f"its mode {stat.filemode(status.st_mode)} cannot be kept: migrate as its owner"
            )
        os.fsync(descriptor)


def sync(folder: Path) -> None:
    """Have a folder's renames outlive a power cut, where that can be asked for."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _give_to_owner(descriptor: int, status: os.stat_result) -> None:
    created = os.fstat(descriptor)
    if (created.st_uid, created.st_gid) == (status.st_uid, status.st_gid):
        return
    try:
        os.fchown(descriptor, status.st_uid, status.st_gid)
    except OSError as error:
        raise SkippedError(
            f"its owner and group ({status.st_uid}:{status.st_gid}) cannot be kept: migrate as its"
            " owner"
        ) from error


def _copy_attributes(source: str, target: Path) -> None:
    """Give a file the extended attributes of another: access lists are some."""
    before, now = _attributes(source), _attributes(target)
    for attribute in sorted(before.keys() | now.keys()):
        try:
            if attribute not in before:  # a folder's default access list gave it
                os.removexattr(target, attribute)
            elif before[attribute] != now.get(attribute):
                os.setxattr(target, attribute, before[attribute])
        except OSError as error:
            raise SkippedError(
                f"its extended attribute {attribute} cannot be kept: {error.strerror}"
            ) from error


def _attributes(file: str | Path) -> dict[str, bytes]:
    if not hasattr(os, "listxattr"):
        return {}
    try:
        return {each: os.getxattr(file, each) for each in os.listxattr(file)}
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):  # this file system has none
            return {}
        raise
