"""The last gate: whether a file that was rewritten is one that Python takes."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from off_coroutine.migration.rewrite.edits import Rendered, Rewrite
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.source.lines import line_starts
from off_coroutine.migration.source.source_file import Source, UnreadableError

# Said of any `with (...)` where the version is older; no rule writes more than one item in them.
_WRONG = "Parenthesized context managers"


# What Pythons up to 3.6 may take for a name. A name with another one behind it is an error to all.
_AMBIGUOUS = re.compile(
    r"\basync\b(?! (?:def|with)\b)"
    r"|\bawait\b(?! (?!(?:in|is|and|or|not|if|else|for|as|async|await)\b)[A-Za-z_])"
)


class Fault(NamedTuple):
    """Why what was written cannot stand.

    Attributes:
        path: the file.
        offset: where, in the text before; below 0 if that is not known.
        reason: what is wrong.
        finding: whose rewrites it comes from, if that is known.
    """

    path: str
    offset: int
    reason: str
    finding: Finding | None = None


class Written(NamedTuple):
    """A file with its rewrites.

    Attributes:
        source: what it has become.
        content: the same in bytes.
        rendered: where each part of it comes from.
    """

    source: Source
    content: bytes
    rendered: Rendered


def write(
    source: Source,
    findings: Sequence[Finding],
    others: Sequence[Rewrite],
    target: tuple[int, int],
) -> tuple[Written | None, list[Fault]]:
    """Rewrite a file as its findings and others say; return what it becomes, and what is wrong.

    A file that parses before parses afterwards: on the oldest Python that counts, or where it needs
    a later one itself, on that; and it compiles on this one.
    """
    path = source.path
    faults = [
        Fault(path, source.offset(finding.line, finding.column), edit.reason, finding)
        for finding in findings
        for edit in finding.edits
        if edit.reason
    ]
    edits = [edit for finding in findings for edit in finding.edits]
    rendered = Rendered(source.text, [*edits, *others])
    for conflict in rendered.conflicts:
        reason = "`{}` and `{}` rewrite one piece of it".format(
            *(_rule_of(edit, findings) for edit in conflict)
        )
        faults.append(Fault(path, conflict.second.start, reason))
    if faults or rendered.text == source.text:
        return None, faults
    try:
        content = source.encoded(rendered.text)
        written, is_checked = _read(path, content, rendered.text, target)
        if written.text != rendered.text:
            return None, [Fault(path, -1, "its encoding has not all that would be written")]
    except (UnreadableError, UnicodeError) as error:
        line = getattr(error, "line", 0)
        return None, [Fault(path, _origin(rendered, line, 0), f"the result would not do: {error}")]
    if (place := _reserved_in_native(written)) is not None:
        reason = "it has a name that is reserved in native coroutines on every Python"
        return None, [Fault(path, rendered.origin(place), reason)]
    if wrong := _syntax_error(written, source, None if is_checked else target):
        at = _origin(rendered, wrong.lineno or 0, wrong.offset or 0)
        return None, [Fault(path, at, f"the result would not compile: {wrong.msg}")]
    return Written(written, content, rendered), []


def _rule_of(edit: Rewrite, findings: Sequence[Finding]) -> str:
    return next((finding.rule for finding in findings if edit in finding.edits), "unused-import")


def _origin(rendered: Rendered, line: int, column: int) -> int:
    """Return where in the text before a line of the result comes from; -1 if that is not known."""
    if not line:
        return -1
    starts = line_starts(rendered.text)
    start = starts[min(line, len(starts)) - 1]  # an error may stand behind the last line
    return rendered.origin(start + max(column - 1, 0))


def _reserved_in_native(source: Source) -> int | None:
    """Return where a name that could not be replaced stands in a native coroutine function."""
    if source.reserved_names:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.AsyncFunctionDef):
                start, end = source.start(node), source.end(node)
                for place, _ in source.reserved_names:
                    if start <= place < end:
                        return place
    return None


def _read(path: str, content: bytes, text: str, target: tuple[int, int]) -> tuple[Source, bool]:
    """Return what was written, and whether it is known that the oldest Python reads it, too.

    Both read it at once, which is half the work, where both certainly read the same.

    Raises:
        UnreadableError: this Python does not read it.
    """
    if not _AMBIGUOUS.search(text):
        with suppress(UnreadableError):
            return Source(path, content, target), True
    return Source(path, content), False


def _syntax_error(
    after: Source, before: Source, target: tuple[int, int] | None
) -> SyntaxError | None:
    """Return what is wrong with a result.

    Args:
        target: the oldest Python that counts; None if it is known to read it.
    """
    if after.reserved_names:
        return None  # some were refused: it parsed nowhere before, either
    if target is not None and _error_at(after.text, target):
        own = next((v for v in _versions(target) if not _error_at(before.text, v)), None)
        if own is not None and (later := _error_at(after.text, own)):
            return later
    found = _compile_error(after.tree)
    if found and _compile_error(before.tree):
        return None
    return found


def _versions(target: tuple[int, int]) -> list[tuple[int, int]]:
    return [(3, minor) for minor in range(target[1], sys.version_info.minor + 1)]


def _error_at(text: str, version: tuple[int, int]) -> SyntaxError | None:
    """Return why a Python cannot parse a text; None if it can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text, feature_version=version)
    except SyntaxError as error:
        if not error.msg.startswith(_WRONG):
            return error
    return None


def _compile_error(tree: ast.Module) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree, "module", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError) as error:
        return SyntaxError(str(error))
    return None
