"""What is legacy, dangerous or about to break in Python files."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import partial

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.reachability import is_unreachable
from off_coroutine.migration.migrate import find
from off_coroutine.migration.report.allow_comments import without_allowed
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.rules import BLOCKERS, FINDERS, RULES, WARNERS
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.progress import Watch, unwatched
from off_coroutine.migration.source.reading import read, without_collector
from off_coroutine.migration.source.rejection import without_rejected
from off_coroutine.migration.source.source_file import Source

NEWEST = "3.14"
NO_GENERATORS = (3, 12)  # from here on a generator is no coroutine to asyncio


@dataclass(frozen=True)
class ReviewResult:
    """What was found in some files.

    Attributes:
        findings: by path and place.
        sources: path -> what was read there.
        unreadable: path -> why a file was not.
    """

    findings: list[Finding]
    sources: dict[str, Source]
    unreadable: dict[str, str]


def review(
    contents: Mapping[str, bytes],
    rules: Container[str] = RULES.keys(),
    target: str = NEWEST,
    watch: Watch = unwatched,
) -> ReviewResult:
    """Review files, path -> content, together.

    A stub has the name of the module beside it, so the stubs are reviewed as a project of their
    own.

    Args:
        rules: names of the rules whose findings are wanted.
        target: the newest Python that counts, as "3.12"; what only breaks later is left out.
        watch: is given what is iterated over, with a word for it, and hands it on.
    """
    decide = partial(_reviewed, rules=rules, target=target, watch=watch)
    findings: list[Finding] = []
    sources: dict[str, Source] = {}
    unreadable: dict[str, str] = {}
    for stubs in (False, True):
        chosen = {path: each for path, each in contents.items() if path.endswith(".pyi") == stubs}
        if not chosen:
            continue
        result, rejected = without_rejected(decide, chosen)
        findings += result.findings
        sources |= result.sources
        unreadable |= result.unreadable
        unreadable |= {path: str(why) for path, why in rejected.items()}
    findings.sort(key=lambda finding: (finding.path, finding.line, finding.column, finding.rule))
    return ReviewResult(findings, sources, unreadable)


def _reviewed(
    contents: Mapping[str, bytes], rules: Container[str], target: str, watch: Watch
) -> ReviewResult:
    with without_collector():
        readable, unreadable = read(contents, watch)
        analysis = CoroutineAnalysis(Project(readable), BLOCKERS)
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in find((*FINDERS, *WARNERS), analysis, watch, "reviewing"):
            found[finding.path].append(finding)
        for module in analysis.project.modules:
            if found[module.source.path]:
                found[module.source.path] = _that_runs(found[module.source.path], module)
    findings = [
        finding
        for source in readable
        for finding in without_allowed(found[source.path], source)
        if finding.rule in rules and _version(finding.since) <= _version(target)
    ]
    sources = {source.path: source for source in readable}
    return ReviewResult(findings, sources, {path: str(why) for path, why in unreadable.items()})


def _that_runs(findings: list[Finding], module: Module) -> list[Finding]:
    """Leave out what never runs on the Pythons on which it breaks."""
    lines = {finding.line for finding in findings}
    nodes = {
        module.source.place(module.source.start(node)): node
        for node in module.parents
        if isinstance(node, (ast.expr, ast.stmt)) and node.lineno in lines
    }
    return [
        finding
        for finding in findings
        if not (node := nodes.get((finding.line, finding.column)))
        or not is_unreachable(node, module, _version(finding.since) or NO_GENERATORS)
    ]


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("."))) if text else ()
