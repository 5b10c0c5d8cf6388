"""What the last gate has refused: functions, findings and whole files, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.reasons import Blocker, Refused
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.rewrite.spans import bare
from off_coroutine.migration.rewrite.statements import first_line
from off_coroutine.migration.rewrite.verify import Fault, Written
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module

_REMEDY = "convert it by hand, then migrate again"
_Place = tuple[str, str, int, int]


class Refusals:
    """What stays as it is, because what would be written in its place could not stand.

    Attributes:
        refused: functions that stay generators, for the analysis.
    """

    def __init__(self, project: Project) -> None:
        self._blocked: dict[Function, Blocker] = {}
        self._untouched: set[Function] = set()
        self.refused = Refused(self._blocked, self._untouched)
        self._modules = {module.source.path: module for module in project.modules}
        self._functions: dict[Function, str] = {}
        self._findings: dict[_Place, str] = {}
        self._files: dict[str, str] = {}

    def is_open(self, path: str) -> bool:
        """Return whether anything may still be written in a file."""
        return path not in self._files

    def add(self, faults: Iterable[Fault], analysis: CoroutineAnalysis, *, coarse: bool) -> None:
        """Refuse what faults come from: the function or finding, or if that was, the file.

        Args:
            coarse: whether to refuse the whole file at once.
        """
        before = dict(self._functions)
        for fault in faults:
            module = self._modules[fault.path]
            if fault.path in self._files:
                continue
            function = None if coarse else self._function_at(fault.offset, module, before)
            finding = fault.finding
            blocks = function is not None and analysis.becomes_async(function)
            is_new = finding and not coarse and _place(finding) not in self._findings
            if finding and is_new and (finding.refusal or not blocks):
                self._findings[_place(finding)] = fault.reason
            elif function is None:
                self._refuse_file(module, fault.reason)
            elif function not in self._functions:
                self._functions[function] = fault.reason
                self._blocked[function] = Blocker(function.node, fault.reason, _REMEDY)

    def apply(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings without the rewrites of what is refused, and with its reason."""
        return [self._applied(finding) for finding in findings]

    def carried_over(self, project: Project, written: Mapping[str, Written]) -> Refused:
        """Return the functions that are refused as they are in the result."""
        starts = {(f.module.source.path, bare(f.module, f.node).start): f for f in self._blocked}
        blocked: dict[Function, Blocker] = {}
        untouched: set[Function] = set()
        for module in project.modules if starts else ():
            path = module.source.path
            for function in module.functions:
                start = bare(module, function.node).start
                start = written[path].rendered.origin(start) if path in written else start
                if before := starts.get((path, start)):
                    blocked[function] = self._blocked[before]
                    if before in self._untouched:
                        untouched.add(function)
        return Refused(blocked, untouched)

    def _applied(self, finding: Finding) -> Finding:
        if not finding.edits:
            return finding
        path = finding.path
        reason = self._files.get(path) or self._findings.get(_place(finding)) or ""
        if not reason and not finding.refusal:
            module = self._modules[path]
            for function, why in self._functions.items():
                if function.module is module and _touches(finding, function):
                    reason = why
        return without_edits(finding, reason) if reason else finding

    def _function_at(
        self, offset: int, module: Module, refused: dict[Function, str]
    ) -> Function | None:
        """Return the innermost function at a place that is not refused, nor one in it."""
        around = [f for f in module.functions if f.name and _holds(f, offset)]
        around.sort(key=lambda function: -bare(module, function.node).start)
        if any(function in refused for function in around):
            last = max(i for i, function in enumerate(around) if function in refused)
            around = around[last + 1 :]
        return around[0] if around else None

    def _refuse_file(self, module: Module, reason: str) -> None:
        self._files[module.source.path] = reason
        for function in module.functions:
            self._blocked[function] = Blocker(function.node, reason, _REMEDY)
            self._untouched.add(function)


def without_edits(finding: Finding, reason: str) -> Finding:
    """Return a finding that is refused, if there was anything to write for it."""
    if not finding.edits:
        return finding
    return replace(finding, edits=(), refusal=reason, remedy=_REMEDY)


def _place(finding: Finding) -> _Place:
    return finding.rule, finding.path, finding.line, finding.column


def _holds(function: Function, offset: int) -> bool:
    start, end = _span(function)
    return start <= offset <= end  # what is written behind its last character, too


def _touches(finding: Finding, function: Function) -> bool:
    """Return whether a finding, or what it rewrites, stands in a function."""
    start, end = _span(function)
    source = function.module.source
    if start <= source.offset(finding.line, finding.column) < end:
        return True
    return any(edit.start <= end and start < edit.end for edit in finding.edits)


def _span(function: Function) -> tuple[int, int]:
    """Return where a function stands, with its decorators."""
    module = function.module
    start, end = bare(module, function.node)
    if not isinstance(function.node, ast.Lambda):
        first = first_line(function.node)
        start = min(start, module.source.start(first) - len("@"))
    return start, end
