"""A tiny package, and what comes of trying a migrator on it."""

import asyncio
import io
import sys
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from compare.workshop.corpus.cache import Cache
from compare.workshop.corpus.migrating import Migrated
from compare.workshop.corpus.packages import Package, Setting
from compare.workshop.corpus.reasons import Reason
from compare.workshop.corpus.trial import Bench, Trial

TINY = """\
import pathlib

SOURCE = pathlib.Path(__file__).read_text()

def coroutine(function):
    return function

@coroutine
def answer():
    yield
"""
TESTS = """
import os, pathlib
from tiny import SOURCE

def test_passes():
    pass

def test_fails_before_as_after():
    raise ValueError("not today")

def test_wants_the_decorator():
    assert "@coroutine" in SOURCE, "it is native"
"""
# Stands in front of the real one, which takes a second to start.
RUNNER = """
from recording import end, record, start

try:
    import tests
except ImportError as error:
    record("tests", "failed", f"{type(error).__name__}: {error}")
else:
    for name in dir(tests):
        if name.startswith("test_"):
            start(f"tests::{name}")
            try:
                getattr(tests, name)()
            except Exception as error:
                record(f"tests::{name}", "failed", f"{type(error).__name__}: {error}")
            else:
                record(f"tests::{name}", "passed")
            end()
"""
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
FILES = {"tiny.py": TINY, "tests.py": TESTS, "pytest.py": RUNNER}


@dataclass(frozen=True)
class FakeCache(Cache):
    """Has one source, and runs it on this Python."""

    async def source(self, package: Package) -> Path:
        return self.folder / "tiny.tar.gz"

    async def environment(self, python: Path, setting: Setting) -> Path:
        return python


def attempt(
    folder: Path,
    migrate: Callable[[Path], Migrated] = lambda _: Migrated(),
    files: dict[str, str] = FILES,
    python: str = "here",
    tests: tuple[str, ...] = ("pytest",),
    passing: int = 1,
    aliases: bool = False,
    reasons: Sequence[Reason] = (),
) -> Trial:
    """Try a package of some files with a migrator."""
    pack(folder / "tiny.tar.gz", files)
    setting = Setting(python, (), aliases)
    package = Package("tiny", "1.0", "", tests, passing, setting, setting, ALONE)
    pythons = {"here": Path(sys.executable)}
    said: list[str] = []
    cache, work = FakeCache(folder), folder / "work"
    bench = Bench(package, work, cache, pythons, said.append, migrate, reasons=reasons)
    return asyncio.run(bench.attempt())


def pack(archive: Path, files: dict[str, str]) -> None:
    """Write a source distribution."""
    with tarfile.open(archive, "w:gz") as file:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"tiny-1.0/{name}")
            entry.size = len(text)
            file.addfile(entry, io.BytesIO(text.encode()))


def counts(trial: Trial, run: str) -> dict[str, int]:
    return {outcome: count for outcome, count in trial.runs[run].counts().items() if count}
