"""The commit of many files: all are staged beside their targets, then renamed, or none is.

A project is decided upon as a whole: a file that awaits what another one has not made a coroutine
is broken. So where one file cannot be written, none is, and each obstacle is said with its cure.
A rename is atomic, a row of them is not: signals wait until the last is done, what fails among
them is rolled back, and what `kill -9` leaves is known by its name.
"""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from off_coroutine.migration.source import staging
from off_coroutine.migration.source.staging import SkippedError

# SIGHUP: a terminal that is closed.
_HELD = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Commit:
    """The replacement of the content of some files.

    Attributes:
        written: the paths that have their new content.
        skipped: path -> why it cannot be written; if there is one, `written` has none, unless
            a roll-back failed.
    """

    def __init__(
        self,
        before: Mapping[str, bytes],
        after: Mapping[str, bytes],
        *,
        include_read_only: bool = False,
    ) -> None:
        """
        Args:
            before: path -> what was read there, of the files in `after` at least.
            after: path -> what to put there.
            include_read_only: whether files without write permission are written too.
        """
        self.written: list[str] = []
        self.skipped: dict[str, str] = {}
        self._before = before
        self._after = after
        self._include_read_only = include_read_only
        self._staged: dict[str, Path] = {}
        self._found: dict[str, os.stat_result] = {}

    def run(self) -> None:
        """Write all files or none.

        A signal that arrives before the first rename takes back what was staged; a later one waits
        for the last. Its handler is called when this is done.
        """
        with held() as arrived:
            try:
                for path in self._after:
                    if not arrived:
                        self._try(self._stage, path)
                if not arrived:
                    self._rename()
            finally:
                for temporary in self._staged.values():
                    with suppress(OSError):
                        temporary.unlink(missing_ok=True)

    def _try(self, step: Callable[[str], None], path: str) -> bool:
        try:
            step(path)
        except SkippedError as error:
            self.skipped[path] = str(error)
        except OSError as error:
            self.skipped[path] = f"it cannot be written: {error.strerror or error}"
        return path not in self.skipped

    def _stage(self, path: str) -> None:
        found = self._found[path] = os.lstat(path)
        self._check(path)
        staging.check(path, found, self._include_read_only)
        if not self.skipped:  # else nothing is written: only the obstacles are looked for
            self._staged[path] = staging.name(path, len(self._staged))
            staging.write(self._staged[path], path, found, self._after[path])

    def _check(self, path: str) -> None:
        """Check that a file is as it was when it was read and staged."""
        if (
            not stat.S_ISREG(os.lstat(path).st_mode)
            or Path(path).read_bytes() != self._before[path]
        ):
            raise SkippedError("it was changed meanwhile: migrate again")
        if _identity(os.lstat(path)) != _identity(self._found[path]):
            raise SkippedError("its owner, mode or links were changed meanwhile: migrate again")

    def _rename(self) -> None:
        for path in self._staged:
            self._try(self._check, path)
        for path in self._after:
            if self.skipped or not self._try(self._put, path):
                break
        if self.skipped:
            self.written = [path for path in reversed(self.written) if not self._taken_back(path)]
        for folder in {Path(path).parent for path in self.written}:
            staging.sync(folder)

    def _put(self, path: str) -> None:
        if _identity(os.lstat(path)) != _identity(self._found[path]):
            raise SkippedError("it was changed meanwhile: migrate again")
        self._staged[path].replace(path)
        self.written.append(path)

    def _taken_back(self, path: str) -> bool:
        """Return whether a file that was renamed into its place is as before again."""
        with suppress(OSError, SkippedError):
            if Path(path).read_bytes() == self._after[path]:
                staging.write(self._staged[path], path, os.lstat(path), self._before[path])
                self._staged[path].replace(path)
                return True
        return False


@contextmanager
def held() -> Iterator[list[int]]:
    """Let the signals that end a command wait for the end of a block; give those that came.

    A blocked signal would go to another thread, and its handler still run in this one: so the
    handlers are changed. Python runs them in the main thread alone, where others need nothing.
    """
    arrived: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield arrived
        return

    def keep(number: int, _: FrameType | None) -> None:
        arrived.append(number)

    handlers = {}
    try:
        for number in _HELD:
            if (handler := signal.getsignal(number)) is not None:  # else it is not Python's
                handlers[number] = handler
                signal.signal(number, keep)
        yield arrived
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in arrived:
            signal.raise_signal(number)


def remove_left_over(files: Iterable[Path]) -> None:
    """Remove what runs that were killed had staged."""
    for file in files:
        with suppress(OSError):
            file.unlink()


def _identity(status: os.stat_result) -> tuple[int, ...]:
    """Return what changes when anything about a file does."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
