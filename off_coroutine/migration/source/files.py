"""Python files of a tree: found, read, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from off_coroutine.options import UsageError


class SkippedError(Exception):
    """A file is left as it is; the message says why."""


class Tree:
    """The Python files under some paths.

    Attributes:
        contents: path -> content, `/` between folders.
        skipped: path -> why it was not read.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        """
        Raises:
            UsageError: there is nothing at one of the paths.
        """
        self.contents: dict[str, bytes] = {}
        self.skipped: dict[str, str] = {}
        for path in paths:
            if not os.path.lexists(path):
                raise UsageError(f"there is no {path}: give files or folders of Python source")
            for file in _python_files(path, self._unreadable) if path.is_dir() else [path]:
                self._read(file)

    def _read(self, file: Path) -> None:
        try:
            if file.is_symlink():
                self.skipped[file.as_posix()] = "it is a symbolic link"
            elif not file.is_file():
                self.skipped[file.as_posix()] = "it is no regular file"
            else:
                self.contents[file.as_posix()] = file.read_bytes()
        except OSError as error:
            self._unreadable(error, file)

    def _unreadable(self, error: OSError, path: Path | None = None) -> None:
        path = path or Path(error.filename)
        self.skipped[path.as_posix()] = f"it cannot be read: {error.strerror}"


def without_links(skipped: Mapping[str, str]) -> dict[str, str]:
    """Leave out the links: what one leads to is read where it is."""
    return {path: why for path, why in skipped.items() if not Path(path).is_symlink()}


def replace(path: str, before: bytes, after: bytes) -> None:
    """Put `after` in place of `before` in a file, at once; its mode stays.

    Raises:
        SkippedError: the file is no longer `before`, or cannot be written.
    """
    file = Path(path)
    try:
        if file.read_bytes() != before:
            raise SkippedError("it was changed meanwhile: migrate again")
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(after)
            Path(temporary).chmod(file.stat().st_mode & 0o7777)
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink()
            raise
    except OSError as error:
        raise SkippedError(f"it cannot be written: {error.strerror}") from error


def _python_files(folder: Path, failed: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield the `.py` files under a folder in order, without hidden, linked and virtual ones."""
    for root, folders, files in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if _is_searched(Path(root, name)))
        yield from (Path(root, name) for name in sorted(files) if name.endswith(".py"))


def _is_searched(folder: Path) -> bool:
    if folder.name.startswith((".", "__pycache__")):
        return False
    return not os.path.lexists(folder / "pyvenv.cfg")  # what a virtual environment installed
