"""The conversion of a package, in memory."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from off_coroutine.migration.coroutines.analysis import (
    OLDEST,
    BlockerFinder,
    CoroutineAnalysis,
    Membership,
)
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.refusals import Refusals, without_edits
from off_coroutine.migration.rewrite.finding import FAILED, Finding, described, failed
from off_coroutine.migration.rewrite.unused_import import UnusedImports
from off_coroutine.migration.rewrite.verify import Fault, Written, write
from off_coroutine.migration.rules import BLOCKERS, FINDERS, Rule
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module
from off_coroutine.migration.source.progress import Watch, unwatched
from off_coroutine.migration.source.reading import read, without_collector
from off_coroutine.migration.source.rejection import without_rejected
from off_coroutine.migration.source.source_file import UnreadableError

_FINE_ROUNDS = 6  # in which single functions are refused; then it is whole files
_COARSE_ROUNDS = 12  # from which on it is all files that change


@dataclass(frozen=True)
class MigrationResult:
    """What a package becomes.

    Attributes:
        changed: path -> new content, of the files that change.
        findings: what was found, by path and place.
        unreadable: path -> why a file could not be read; it is left as it is.
        analysis: the decisions, with what the last gate refused.
    """

    changed: dict[str, bytes]
    findings: list[Finding]
    unreadable: dict[str, UnreadableError]
    analysis: CoroutineAnalysis

    @property
    def refused(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.refusal]


def migrate(
    sources: Mapping[str, bytes],
    target: tuple[int, int] = OLDEST,
    watch: Watch = unwatched,
) -> MigrationResult:
    """Convert the files of a package, path -> content, together.

    What would be written is read again: where it could not stand, the functions, findings or files
    concerned are refused, and the rest is decided anew. The result holds on `target`, the oldest
    Python that still counts, and on all later ones.
    """
    decide = partial(_migrated, target=target, watch=watch)
    result, rejected = without_rejected(decide, sources)
    return replace(result, unreadable=result.unreadable | rejected)


def _migrated(
    sources: Mapping[str, bytes], target: tuple[int, int], watch: Watch
) -> MigrationResult:
    with without_collector():
        readable, unreadable = read(sources, watch)
        project = Project(readable)
        refusals = Refusals(project)
        for round_ in itertools.count():
            analysis = CoroutineAnalysis(project, _BLOCKERS, target, refusals.refused)
            findings = refusals.apply(find(FINDERS, analysis, watch, "converting"))
            written, faults = _written(findings, analysis)
            faults = [fault for fault in faults if refusals.is_open(fault.path)]
            faults = faults or _left_over(written, findings, analysis, refusals, watch)
            faults = [fault for fault in faults if refusals.is_open(fault.path)]
            if not faults:
                break
            if round_ > _COARSE_ROUNDS:
                written, findings = {}, [without_edits(f, faults[0].reason) for f in findings]
                break
            if round_ >= _COARSE_ROUNDS:  # each file may depend on another one
                faults = [fault._replace(path=path) for path in written for fault in faults[:1]]
            refusals.add(faults, analysis, coarse=round_ >= _FINE_ROUNDS)
        changed = {path: new.content for path, new in written.items()}
    findings.sort(key=lambda finding: (finding.path, finding.line, finding.column))
    return MigrationResult(changed, findings, unreadable, analysis)


def _written(
    findings: Sequence[Finding], analysis: CoroutineAnalysis
) -> tuple[dict[str, Written], list[Fault]]:
    """Return the files that change, and what is wrong with the others that would."""
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    faults = []
    for finding in findings:
        if finding.what == FAILED:
            faults.append(Fault(finding.path, -1, finding.refusal))
        by_path[finding.path].append(finding)
    left_over = UnusedImports(analysis.project)
    written = {}
    for module in analysis.project.modules:
        source = module.source
        given = by_path.get(source.path, [])
        if edits := [edit for finding in given for edit in finding.edits]:
            removed = tuple(left_over.removed(module, edits))
            new, wrong = write(source, given, removed, analysis.target)
            faults += wrong
            if new:
                written[source.path] = new
    return written, faults


def _left_over(
    written: Mapping[str, Written],
    findings: Sequence[Finding],
    analysis: CoroutineAnalysis,
    refusals: Refusals,
    watch: Watch,
) -> list[Fault]:
    """Return what is wrong with the result as a whole: that a second run would change it again."""
    if not written:
        return []
    sources = {module.source.path: module.source for module in analysis.project.modules}
    after = [written[path].source if path in written else sources[path] for path in sources]
    project = Project(after, analysis.project.modules)
    refused = refusals.carried_over(project, written)
    again = CoroutineAnalysis(project, _BLOCKERS, analysis.target, refused)
    known = {(finding.rule, finding.path, finding.line) for finding in findings if finding.refusal}
    faults = []
    for finding in find(FINDERS, again, watch, "checking"):
        path = finding.path
        at = sources[path] if path not in written else written[path].source
        offset = at.offset(finding.line, finding.column)
        if path in written:
            offset = written[path].rendered.origin(offset)
        line, _ = sources[path].place(offset)
        if finding.edits and (finding.rule, path, line) not in known:
            reason = f"a second run would find {finding.what} [{finding.rule}]"
            faults.append(Fault(path, offset, reason))
    return [*faults, *_new_generators(written, analysis.project, project)]


def _new_generators(
    written: Mapping[str, Written], before: Project, after: Project
) -> Iterator[Fault]:
    """Yield the functions that have become asynchronous generators, which nothing awaits."""
    known = {
        (function.module.source.path, function.name)
        for module in before.modules
        for function in module.functions
        if function.is_native and function.yields
    }
    for module in after.modules:
        path = module.source.path
        for function in module.functions if path in written else ():
            if function.is_native and function.yields and (path, function.name) not in known:
                start = module.source.start(function.node)
                reason = "it would become an asynchronous generator"
                yield Fault(path, written[path].rendered.origin(start), reason)


def migrate_text(text: str) -> str:
    """Convert one module that stands for itself.

    Raises:
        UnreadableError: it cannot be parsed.
    """
    result = migrate({"module.py": text.encode()})
    for error in result.unreadable.values():
        raise error
    return result.changed.get("module.py", text.encode()).decode()


def find(
    rules: Sequence[Rule], analysis: CoroutineAnalysis, watch: Watch, word: str
) -> list[Finding]:
    """Return what rules find in the modules of a package, module by module."""
    return [
        finding
        for module in watch(analysis.project.modules, word)
        for finding in _found(rules, analysis, module)
    ]


def _found(rules: Sequence[Rule], analysis: CoroutineAnalysis, module: Module) -> list[Finding]:
    findings = []
    for rule in rules:
        try:
            findings += list(rule(module, analysis))
        except Exception as error:
            name = rule.__module__.rpartition(".")[2].replace("_", "-")
            findings.append(failed(name, module.source.path, error))
    return findings


def guarded(finder: BlockerFinder) -> BlockerFinder:
    """Return a finder for which an error of its own is a blocker."""

    def find(function: Function, analysis: Membership) -> Iterator[Blocker]:
        try:
            yield from finder(function, analysis)
        except Exception as error:
            reason = f"an error in the migrator, {described(error)}"
            yield Blocker(function.node, reason, "please report it")

    return find


_BLOCKERS = [guarded(finder) for finder in BLOCKERS]
