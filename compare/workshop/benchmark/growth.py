"""What a line costs the migrator and the review in ever larger projects.

A project is real legacy code, that of the migrator's fixtures, copied into packages until it has
so many lines, with the shapes that were once quadratic: patches of asyncio's names, locks in
`with`, methods that return what others of their name do. Every name is there in every package.
"""

from __future__ import annotations

import ast
import math
import multiprocessing
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from compare.workshop.corpus import speed
from off_coroutine.migration.review import review

ROOT = Path(__file__).resolve().parents[3]
LEGACY = ("tests/migration_cases/*/before.py", "tests/migration_cases/whole_programs/*.py")
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
REFERENCE = 10_000  # lines, whose cost the others' are ratios to
FLAT = 1.1  # an exponent below this: at a hundred times the lines, a line costs 1.6 times as much
METHOD = "Processor time of the fastest of up to 3 rounds, each project in a process of its own."

_SHAPES = 12  # of each kind in a package


def reviewed(files: Sequence[Path]) -> None:
    review({str(file): file.read_bytes() for file in files})


def parsed(files: Sequence[Path]) -> None:
    for file in files:
        with suppress(SyntaxError):
            ast.parse(file.read_bytes())


TOOLS: dict[str, speed.Rewrite] = {
    "migrate": speed.ours,
    "review": reviewed,
    "ast.parse": parsed,
    "pyupgrade": speed.pyupgrade,
}


@dataclass
class Growth:
    """What a line costs one tool in a project of so many.

    Attributes:
        microseconds: of processor time for a line; None if that is not known.
        ratio: of that to what a line costs it in about REFERENCE lines.
        missing: why it is not known, with the cure.
    """

    tool: str
    lines: int
    microseconds: float | None = None
    ratio: float | None = None
    missing: str = ""


def growth(largest: int | None = None, tree: Path | None = None) -> Iterator[Growth]:
    """Measure every tool, from small projects to that of `largest` lines.

    Args:
        tree: a folder of Python files to take instead of the fixtures; without `largest`, up to
            the lines that it has.
    """
    code = legacy() if tree is None else _read(tree)
    there = sum(map(_lines, code.values()))
    largest = largest or (SIZES[-1] if tree is None else there)
    sizes = sorted({size for size in SIZES if size < largest} | {largest})
    reference = min(sizes, key=lambda size: abs(math.log(size / REFERENCE)))
    base: dict[str, float] = {}
    for size in sorted(sizes, key=lambda size: (size != reference, size)):
        with tempfile.TemporaryDirectory(prefix="growth-") as name:
            lines = _write(code, size, Path(name, "original", "project"))
            for tool, rewrite in TOOLS.items():
                row = Growth(tool, lines)
                try:
                    row.microseconds = 1e6 * _apart(rewrite, Path(name)) / lines
                except ImportError:
                    row.missing = f"not installed: pip install {tool}"
                except BrokenProcessPool:
                    row.missing = "killed: --largest N takes less memory"
                else:
                    row.ratio = row.microseconds / base.setdefault(tool, row.microseconds)
                yield row


def exponents(rows: Sequence[Growth]) -> dict[str, float]:
    """Return tool -> the exponent of its whole cost: 1.0 if a line always costs the same.

    Small projects, where starting counts, are left out.
    """
    found = {}
    for tool in TOOLS:
        points = [
            (row.lines, row.microseconds * row.lines)
            for row in rows
            if row.tool == tool and row.microseconds
        ]
        large = [point for point in points if point[0] >= REFERENCE]
        points = large if len(large) > 1 else points
        if len(points) > 1:
            found[tool] = _slope([(math.log(lines), math.log(cost)) for lines, cost in points])
    return found


def legacy() -> dict[str, str]:
    """Return path -> text of legacy code that this Python parses, in mixed order."""
    files = [file for pattern in LEGACY for file in sorted(ROOT.glob(pattern))]
    texts = {f"{file.parent.name}_{file.stem}.py": file.read_text("utf-8") for file in files}
    texts["shapes.py"] = shapes()
    readable = {path: text for path, text in texts.items() if _is_read(text)}
    mixed = list(readable)
    Random(0).shuffle(mixed)
    return {path: readable[path] for path in mixed}


def shapes() -> str:
    """Return a module of the shapes that were quadratic once."""
    parts = ["import asyncio\nfrom unittest import mock\n\n\nclass Service:\n"]
    for number in range(_SHAPES):
        following = (number + 1) % _SHAPES
        parts.append(
            f"    def get_{number}(self):\n        return self.get_{following}()\n\n"
            f"    @asyncio.coroutine\n    def held_{number}(self, lock):\n"
            f"        with (yield from lock):\n            yield from self.get_{number}()\n"
            f"        return (yield from self.held_{following}(lock))\n\n"
            f"    def test_{number}(self):\n"
            f"        with mock.patch('asyncio.sleep') as sleep, mock.patch('x.get_{number}'):\n"
            f"            sleep.return_value = self.held_{number}\n\n"
        )
    return "".join(parts)


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the line through points, by least squares."""
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def _read(tree: Path) -> dict[str, str]:
    found = {}
    for file in sorted(tree.rglob("*.py")):
        text = file.read_bytes().decode("utf-8", "replace")
        if _is_read(text):
            found[file.relative_to(tree).as_posix()] = text
    return found


def _is_read(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _lines(text: str) -> int:
    return len(text.splitlines())


def _write(code: Mapping[str, str], size: int, folder: Path) -> int:
    """Write copies of code, each as a package, until there are so many lines; return how many."""
    lines = 0
    for number in count():
        for path, text in code.items():
            if lines >= size:
                return lines
            file = folder / f"package_{number}" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            lines += _lines(text)
    raise AssertionError


def _apart(rewrite: speed.Rewrite, folder: Path) -> float:
    """Measure in a process of its own, which gives its memory back."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(speed.fastest, rewrite, folder).result()
