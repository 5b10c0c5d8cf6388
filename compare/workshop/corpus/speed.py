"""Lines per CPU second of the migrator and of other tools that rewrite Python, in one process.

Each rewrites the same files: those of the corpus that this Python parses, since
not all tools read what older ones did. The others do other work, of the same
kind: read, understand, rewrite, keep every comment.
"""

from __future__ import annotations

import ast
import io
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from compare.workshop.corpus.trial import unpack
from off_coroutine.migration.migrate import migrate

ROUNDS = 3  # the fastest counts, as in timeit: other rounds were disturbed more
PATIENCE = 20.0  # seconds, after which no round begins

# Rewrites the files of one package.
Rewrite = Callable[[Sequence[Path]], object]


def ours(files: Sequence[Path]) -> None:
    sources = {str(file): file.read_bytes() for file in files}
    for path, content in migrate(sources).changed.items():
        Path(path).write_bytes(content)


def pyupgrade(files: Sequence[Path]) -> None:
    options = ["--py36-plus", "--exit-zero-even-if-changed"]
    import_module("pyupgrade._main").main([*options, *map(str, files)])


def libcst(files: Sequence[Path]) -> None:
    """Rename one function: about the least that a codemod does."""
    tool: Any = import_module("libcst")

    def leave_name(_: object, name: Any, updated: Any) -> Any:
        return updated.with_changes(value="native") if name.value == "coroutine" else updated

    rename = type("Rename", (tool.CSTTransformer,), {"leave_Name": leave_name})
    for file in files:
        file.write_bytes(tool.parse_module(file.read_bytes()).visit(rename()).bytes)


def lib2to3(files: Sequence[Path]) -> None:
    refactor: Any = import_module("lib2to3.refactor")
    fixers = refactor.get_fixers_from_package("lib2to3.fixes")
    tool = refactor.RefactoringTool(fixers, {"print_function": True})
    for file in files:
        tool.refactor_file(str(file), write=True)


TOOLS: dict[str, tuple[str, Rewrite]] = {
    "compare": ("migrate", ours),
    "pyupgrade": ("its rules from 3.6 on", pyupgrade),
    "libcst": ("a codemod that renames one function", libcst),
    "lib2to3": ("all of its fixers", lib2to3),
}


@dataclass
class Speed:
    """What one tool did; the figures are None if it is not installed.

    Attributes:
        does: what it was run for.
        lines: that it read.
        per_second: lines per second of processor time, in the fastest round.
        ratio: of that to the migrator's.
        missing: how to install it, or an empty text.
    """

    tool: str
    does: str
    lines: int = 0
    per_second: float | None = None
    ratio: float | None = None
    missing: str = ""


def measure(archives: Iterable[Path]) -> Iterator[Speed]:
    """Measure every tool on source distributions."""
    first: float | None = None
    with tempfile.TemporaryDirectory(prefix="corpus-") as name:
        folder = Path(name)
        for archive in archives:
            unpack(archive, folder / "original" / archive.name)
        lines = _keep_readable(folder / "original")
        for tool, (does, rewrite) in TOOLS.items():
            speed = Speed(tool, does, lines)
            try:
                speed.per_second = lines / fastest(rewrite, folder)
            except ImportError:
                speed.missing = f"not installed: pip install {tool}"
            else:
                first = first or speed.per_second
                speed.ratio = speed.per_second / first
            yield speed


def _keep_readable(folder: Path) -> int:
    """Delete the files that this Python does not parse; return the number of lines of the rest."""
    lines = 0
    for file in folder.rglob("*.py"):
        content = file.read_bytes()
        try:
            with warnings.catch_warnings(action="ignore"):
                ast.parse(content)
        except SyntaxError:
            file.unlink()
        else:
            lines += len(content.splitlines())
    return lines


def fastest(rewrite: Rewrite, folder: Path) -> float:
    """Return the fewest seconds of processor time that rewriting takes, in up to ROUNDS rounds."""
    taken: list[float] = []
    while len(taken) < ROUNDS and sum(taken) < PATIENCE:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            copy = shutil.copytree(folder / "original", Path(name, "copy"))
            packages = [sorted(package.rglob("*.py")) for package in copy.iterdir()]
            began = time.process_time()
            with (
                warnings.catch_warnings(action="ignore"),
                redirect_stdout(io.StringIO()),
                redirect_stderr(io.StringIO()),
            ):
                for files in packages:
                    rewrite(files)
            taken.append(time.process_time() - began)
    return min(taken)
