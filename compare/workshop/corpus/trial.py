"""Try the migrator on a package: its own tests before, and after on two Pythons."""

from __future__ import annotations

import ast
import asyncio
import shutil
import tarfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from compare.workshop.corpus.cache import Cache
from compare.workshop.corpus.migrating import Migrated, migrate_folder
from compare.workshop.corpus.packages import Package, Setting
from compare.workshop.corpus.processes import CorpusError
from compare.workshop.corpus.reasons import Reason, explained
from compare.workshop.corpus.testing import Lost, Outcomes, lost, run_tests
from off_coroutine.interpreters import how_to_get
from off_coroutine.migration.source.source_file import Source, UnreadableError

DECORATORS = ("asyncio.coroutine", "coroutine")


@dataclass
class Trial:
    """What came of a package.

    Attributes:
        lines: of Python.
        decorators: before migration.
        left: decorators after it.
        runs: what became of the package's tests, by "before", "same" (after
            migration on the same Python) and "after" (on the later one).
        lost: the tests that only passed before.
        problem: why this proves nothing, or an empty text.
    """

    package: Package
    lines: int = 0
    decorators: int = 0
    left: int = 0
    migrated: Migrated = field(default_factory=Migrated)
    runs: dict[str, Outcomes] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    problem: str = ""

    @property
    def good(self) -> bool:
        excused = all(lost.reason for lost in self.lost)
        return excused and not self.problem and not self.migrated.faults


@dataclass
class Bench:
    """Where a package is tried.

    Attributes:
        folder: to work in.
        cache: of sources and environments.
        pythons: an interpreter by version.
        say: is told what is done next.
        migrate: changes a folder.
        prefix: words before the command that runs the tests.
        reasons: causes of lost tests of this package that are not the migrator's.
    """

    package: Package
    folder: Path
    cache: Cache
    pythons: Mapping[str, Path]
    say: Callable[[str], None]
    migrate: Callable[[Path], Migrated] = migrate_folder
    prefix: Sequence[str] = ()
    reasons: Sequence[Reason] = ()

    async def attempt(self) -> Trial:
        """Try the package."""
        trial = Trial(self.package)
        try:
            await self._attempt(trial)
        except CorpusError as error:
            trial.problem = str(error)
        return trial

    async def _attempt(self, trial: Trial) -> None:
        self.say("getting its source")
        archive = await self.cache.source(self.package)
        original = unpack(archive, self.folder / "original")
        trial.lines, trial.decorators = count(original)
        before = trial.runs["before"] = await self._before(original)
        passing = len(before.passed())
        if passing < self.package.passing:
            trial.problem = f"{passing} of {self.package.passing} tests pass before migration"

        self.say("migrating")
        migrated = unpack(archive, self.folder / "migrated")
        trial.migrated = await asyncio.to_thread(self.migrate, migrated)
        _, trial.left = count(migrated)
        for name, setting in (("same", self.package.before), ("after", self.package.after)):
            run = await self._run(name, setting, migrated)
            if not run.stopped and not all(each.reason for each in self._lost(before, name, run)):
                run.add(await self._run(f"{name}-again", setting, migrated))
            trial.runs[name] = run
            trial.lost += self._lost(before, name, run)

    def _lost(self, before: Outcomes, name: str, run: Outcomes) -> list[Lost]:
        return [explained(each, self.reasons) for each in lost(before, name, run)]

    async def _before(self, tree: Path) -> Outcomes:
        # Here as after migration tests are run again that depend on time and fail now and then.
        run = await self._run("before", self.package.before, tree)
        if len(run.passed()) < self.package.passing:
            run.add(await self._run("before-again", self.package.before, tree))
        return run

    async def _run(self, name: str, setting: Setting, tree: Path) -> Outcomes:
        """Run the tests in a copy of a tree, since they write into it."""
        if setting.python not in self.pythons:
            cure = f"`{how_to_get(setting.python)}` gets it"
            raise CorpusError(f"there is no Python {setting.python} on this machine: {cure}")
        self.say(f"its environment on Python {setting.python}")
        python = await self.cache.environment(self.pythons[setting.python], setting)
        self.say(f"its tests {name} on Python {setting.python}")
        copy = self.folder / name / tree.name
        shutil.copytree(tree, copy, symlinks=True)
        return await run_tests(self.package, setting, python, copy, self.prefix)


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a source distribution into a new folder; return the one folder that it holds."""
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree


def count(tree: Path) -> tuple[int, int]:
    """Return how many lines of Python a folder has, and how many decorators `coroutine`."""
    lines = decorators = 0
    for path in tree.rglob("*.py"):
        content = path.read_bytes()
        lines += len(content.splitlines())
        with suppress(UnreadableError):
            for node in ast.walk(Source(path.name, content).tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    names = [ast.unparse(decorator) for decorator in node.decorator_list]
                    decorators += sum(name in DECORATORS for name in names)
    return lines, decorators
