"""What is found, and what is to be done about it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.source.source_file import Source


@dataclass(frozen=True)
class Finding:
    """One place where code is legacy.

    Attributes:
        rule: name of the rule, as the guide and `# legacy: allow[...]` have it.
        path: name of the file.
        line, column: both from 1, in characters.
        what: the construct, in a few words.
        why: what is wrong with it, with the Python version from which it breaks.
        remedy: what to do.
        edits: what `migrate` does; empty if it is left to a person.
        refusal: why `migrate` leaves it; empty if it does not.
        since: the Python version from which it breaks, as "3.12"; empty for any.
    """

    rule: str
    path: str
    line: int
    column: int
    what: str
    why: str
    remedy: str
    edits: tuple[Rewrite, ...] = ()
    refusal: str = ""
    since: str = ""

    @property
    def place(self) -> str:
        """Where it is, as editors and terminals link it."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class RuleInfo:
    """What all findings of a rule have in common.

    Attributes:
        module: `__name__` of the rule's module.
        why, remedy, since: as in a finding.
        implied: whether each goes along with a finding of another rule, which says enough to a
            reader: a review leaves these out unless they are selected.
    """

    module: str
    why: str
    remedy: str
    since: str = ""
    implied: bool = False

    @property
    def rule(self) -> str:
        return self.module.rpartition(".")[2].replace("_", "-")

    def fix(
        self,
        source: Source,
        node: ast.expr | ast.stmt | ast.arg,
        what: str,
        edits: Iterable[Rewrite],
    ) -> Finding:
        """Return a finding at a node that `migrate` takes care of."""
        return replace(self.report(source, node, what), edits=tuple(edits))

    def refuse(
        self,
        source: Source,
        node: ast.expr | ast.stmt | ast.arg,
        what: str,
        reason: str,
        remedy: str,
    ) -> Finding:
        """Return a finding at a node that is left as it is."""
        return replace(self.report(source, node, what), remedy=remedy, refusal=reason)

    def report(self, source: Source, node: ast.expr | ast.stmt | ast.arg, what: str) -> Finding:
        """Return a finding at a node that is none of the business of `migrate`."""
        return self.at(source.path, source.place(source.start(node)), what)

    def at(self, path: str, place: tuple[int, int], what: str) -> Finding:
        """Return such a finding at a line and column."""
        return Finding(self.rule, path, *place, what, self.why, self.remedy, since=self.since)


FAILED = "an error in the rule itself"


def failed(rule: str, path: str, error: Exception) -> Finding:
    """Return what stands for all that a rule would have found in a file, had it not failed."""
    return Finding(
        *(rule, path, 1, 1, FAILED),
        why="what it would have found in this file is not known",
        remedy="please report it",
        refusal=f"{described(error)}: nothing in this file is changed",
    )


def described(error: Exception) -> str:
    """Return an error and where it was raised."""
    place = ""
    if (trace := error.__traceback__) is not None:
        while trace.tb_next is not None:
            trace = trace.tb_next
        code = trace.tb_frame.f_code
        place = f" in {code.co_name}, line {trace.tb_lineno}"
    return f"{type(error).__name__}: {error}{place}"
