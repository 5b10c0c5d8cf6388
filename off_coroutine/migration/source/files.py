"""Python files under some paths: found and read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from off_coroutine.migration.source import staging
from off_coroutine.options import UsageError

# Data and texts, some of which parse as Python: a notebook is one dictionary.
_NO_SOURCE = frozenset(
    {
        ".cfg",
        ".ini",
        ".ipynb",
        ".json",
        ".md",
        ".pxd",
        ".pyx",
        ".rst",
        ".toml",
        ".txt",
        ".yaml",
        ".yml",
    }
)


class Tree:
    """The Python files under some paths.

    Attributes:
        contents: path -> content, `/` between folders.
        skipped: path -> why it was not read.
        left_over: what a migration that was killed had staged beside these files.
    """

    def __init__(self, paths: Iterable[Path], suffixes: tuple[str, ...] = (".py",)) -> None:
        """
        Args:
            paths: files, and folders in which those are found that end with one of `suffixes`.

        Raises:
            UsageError: there is nothing at one of the paths, or no Python file under all.
        """
        self.contents: dict[str, bytes] = {}
        self.skipped: dict[str, str] = {}
        self.left_over: list[Path] = []
        self._homes: dict[Path, str] = {}  # folder -> its path without links
        self._met: set[tuple[str, str]] = set()
        given = list(paths)
        for path in given:
            if not os.path.lexists(path):
                raise UsageError(f"there is no {path}: give files or folders of Python source")
            if path.is_dir():
                for file in self._python_files(path, suffixes):
                    self._read(file)
            else:
                self._read(path)
        if not self.contents and not without_links(self.skipped):
            places = ", ".join(map(str, given))
            raise UsageError(f"no Python file in {places}: links and hidden folders are left out")
        for folder in {path.parent for path in given if not path.is_dir()}:
            with suppress(OSError):
                names = [file.name for file in folder.iterdir()]
                self.left_over += staging.left_over(folder, names)

    def _read(self, file: Path) -> None:
        path = file.as_posix()
        try:
            if self._is_met(file):
                return
            if file.is_symlink():
                self.skipped[path] = "it is a symbolic link"
            elif not file.is_file():
                self.skipped[path] = "it is no regular file"
            elif file.suffix in _NO_SOURCE:
                self.skipped[path] = f"it is no Python source: its name ends with {file.suffix}"
            else:
                self.contents[path] = file.read_bytes()
        except OSError as error:
            self._unreadable(error, file)

    def _is_met(self, file: Path) -> bool:
        """Return whether a file came before, by whatever path: one written twice is torn."""
        folder = file.parent
        if folder not in self._homes:
            self._homes[folder] = os.path.realpath(folder)
        key = self._homes[folder], file.name
        if key in self._met:
            return True
        self._met.add(key)
        return False

    def _unreadable(self, error: OSError, path: Path | None = None) -> None:
        path = path or Path(error.filename)
        self.skipped[path.as_posix()] = f"it cannot be read: {error.strerror}"

    def _python_files(self, folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
        """Yield the files under a folder in order, without hidden, linked and virtual folders."""
        for root, folders, files in os.walk(folder, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if _is_searched(Path(root, name)))
            yield from (Path(root, name) for name in sorted(files) if name.endswith(suffixes))
            self.left_over += staging.left_over(Path(root), files)


def without_links(skipped: Mapping[str, str]) -> dict[str, str]:
    """Leave out the links: what one leads to is read where it is."""
    return {path: why for path, why in skipped.items() if not Path(path).is_symlink()}


def _is_searched(folder: Path) -> bool:
    if folder.name.startswith((".", "__pycache__")):
        return False
    return not os.path.lexists(folder / "pyvenv.cfg")  # what a virtual environment installed
