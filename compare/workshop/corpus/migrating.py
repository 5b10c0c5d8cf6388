"""Migrate a folder, and measure the processor time that it takes."""

from __future__ import annotations

import ast
import time
import traceback
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from compare.workshop.corpus.processes import CorpusError
from off_coroutine.migration.migrate import MigrationResult as Result
from off_coroutine.migration.migrate import migrate


@dataclass
class Migrated:
    """What the migrator did to a folder.

    Attributes:
        refusals: what it left to a person, each with place, reason and remedy.
        faults: what no migration may do, by file.
        seconds: of processor time, reading and writing files left out.
    """

    refusals: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def migrate_folder(folder: Path) -> Migrated:
    """Migrate all Python of a folder together.

    Raises:
        CorpusError: the migrator failed.
    """
    files = sorted(folder.rglob("*.py"))
    sources = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    began = time.thread_time()
    result = _migrated(sources)
    seconds = time.thread_time() - began
    for path, content in result.changed.items():
        Path(folder, path).write_bytes(content)
    refusals = [f"{path}: unreadable: {why}" for path, why in result.unreadable.items()]
    refusals += [
        f"{each.path}:{each.line}: {each.what}: {each.refusal}: {each.remedy}"
        for each in result.refused
    ]
    return Migrated(refusals, list(_faults(sources, result)), seconds)


def _migrated(sources: Mapping[str, bytes]) -> Result:
    try:
        return migrate(sources)
    except Exception as error:
        raise CorpusError(f"the migrator failed:\n{traceback.format_exc()}") from error


def _faults(sources: Mapping[str, bytes], result: Result) -> Iterator[str]:
    """Give the files that a second migration changes, and those that no longer parse."""
    for path in _migrated({**sources, **result.changed}).changed:
        yield f"{path}: a second migration changes it"
    for path, content in result.changed.items():
        try:
            with warnings.catch_warnings(action="ignore"):
                ast.parse(content)
        except SyntaxError as error:
            yield f"{path}:{error.lineno}: {error.msg} after migration"
