"""The conversion of a package, in memory."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from off_coroutine.migration.coroutines.analysis import OLDEST, CoroutineAnalysis
from off_coroutine.migration.rewrite.edits import Rendered, Rewrite
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.rewrite.unused_import import UnusedImports
from off_coroutine.migration.rules import BLOCKERS, FINDERS, Rule
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.parallel_map import parallel_map
from off_coroutine.migration.source.progress import Watch, unwatched
from off_coroutine.migration.source.source_file import Source, UnreadableError


@dataclass(frozen=True)
class MigrationResult:
    """What a package becomes.

    Attributes:
        changed: path -> new content, of the files that change.
        findings: what was found, by path and place.
        unreadable: path -> why a file could not be read; it is left as it is.
    """

    changed: dict[str, bytes]
    findings: list[Finding]
    unreadable: dict[str, UnreadableError]

    @property
    def refused(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.refusal]


def migrate(
    sources: Mapping[str, bytes],
    target: tuple[int, int] = OLDEST,
    watch: Watch = unwatched,
    jobs: int = 1,
) -> MigrationResult:
    """Convert the files of a package, path -> content, together.

    The result holds on `target`, the oldest Python that still counts, and on all later ones; it is
    the same whatever `jobs`, the number of processes that may work on it.
    """
    with without_collector():
        readable, unreadable = read(sources, watch)
        analysis = CoroutineAnalysis(Project(readable), BLOCKERS, target)
        findings = find(FINDERS, analysis, jobs, watch, "converting")
        edits: defaultdict[str, list[Rewrite]] = defaultdict(list)
        for finding in findings:
            edits[finding.path] += finding.edits
        left_over = UnusedImports(analysis.project)
        for module in analysis.project.modules:
            if found := edits.get(module.source.path):
                found += left_over.removed(module, found)
        changed = {
            source.path: source.encoded(Rendered(source.text, edits[source.path]).text)
            for source in readable
            if edits[source.path]
        }
    findings.sort(key=lambda finding: (finding.path, finding.line, finding.column))
    return MigrationResult(changed, findings, unreadable)


def migrate_text(text: str) -> str:
    """Convert one module that stands for itself.

    Raises:
        UnreadableError: it cannot be parsed.
    """
    result = migrate({"module.py": text.encode()})
    for error in result.unreadable.values():
        raise error
    return result.changed.get("module.py", text.encode()).decode()


def read(
    sources: Mapping[str, bytes], watch: Watch = unwatched
) -> tuple[list[Source], dict[str, UnreadableError]]:
    readable = []
    unreadable = {}
    for path in watch(list(sources), "reading"):
        try:
            readable.append(Source(path, sources[path]))
        except UnreadableError as error:
            unreadable[path] = error
    return readable, unreadable


def find(
    rules: Sequence[Rule], analysis: CoroutineAnalysis, jobs: int, watch: Watch, word: str
) -> list[Finding]:
    """Return what rules find in the modules of a package, module by module."""
    modules = analysis.project.modules
    found = parallel_map(partial(_found, rules, analysis), modules, jobs, watch, word)
    return [finding for findings in found for finding in findings]


def _found(rules: Sequence[Rule], analysis: CoroutineAnalysis, module: Module) -> list[Finding]:
    return [finding for rule in rules for finding in rule(module, analysis)]


@contextmanager
def without_collector() -> Iterator[None]:
    """Syntax trees are many objects and no garbage: collecting took two thirds of the time.

    At the end they all go to the oldest generation, or the next collection would visit each.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
