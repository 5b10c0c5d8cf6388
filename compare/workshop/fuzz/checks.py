"""What must hold of review and migrate for any source."""

from __future__ import annotations

import ast
import json
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from compare.workshop.fuzz.scramble import TOKEN
from off_coroutine.migration.migrate import MigrationResult, migrate
from off_coroutine.migration.report.formats import FORMATS, Report
from off_coroutine.migration.review import ReviewResult, review

PATH = "sample.py"
PATIENCE = 20  # seconds for one source; a hundred lines take a hundredth of one
TRIES = 2000  # sources that are tried to find a smaller one


@dataclass(frozen=True)
class Failure:
    """What did not hold.

    Attributes:
        kind: the same for what is likely the same fault.
        said: more about this one.
    """

    kind: str
    said: str = ""


@dataclass(frozen=True)
class Checked:
    """What became of a source: "unreadable", "unchanged", "changed", "refused" or a failure."""

    outcome: str
    failure: Failure | None = None


@dataclass(frozen=True)
class Tool:
    """What is checked; another in tests."""

    migrate: Callable[[dict[str, bytes]], MigrationResult] = migrate
    review: Callable[[dict[str, bytes]], ReviewResult] = review


OURS = Tool()


def check(content: bytes, tool: Tool = OURS) -> Checked:
    """Review a source, migrate it twice, and tell what does not hold."""
    stage = "review"
    try:
        with warnings.catch_warnings(action="ignore"), _limited():
            reviewed = tool.review({PATH: content})
            stage = "formats"
            report = Report(reviewed.findings, reviewed.sources, reviewed.unreadable)
            for name, shown in FORMATS.items():
                said = shown(report)
                said.encode()
                if name in ("json", "sarif"):
                    json.loads(said)
            stage = "migrate"
            result = tool.migrate({PATH: content})
            stage = "migrate again"
            return _compared(content, result, tool)
    except Exception as error:
        return Checked("failed", Failure(f"{stage}: {_place(error)}", str(error)[:200]))


def _compared(content: bytes, result: MigrationResult, tool: Tool) -> Checked:
    if result.unreadable:
        outcome = "unreadable"
    elif result.refused:
        outcome = "refused"
    else:
        outcome = "changed" if result.changed else "unchanged"
    after = result.changed.get(PATH, content)
    if result.changed:
        for read in (_compiled, ast.parse):
            before, now = _error(read, content), _error(read, after)
            if now and not before:
                rules = ", ".join(sorted({finding.rule for finding in result.findings}))
                return Checked("failed", Failure(f"broken text: {now}", rules))
        if (now := _error(ast.parse, after)) and not result.refused:
            return Checked("failed", Failure(f"broken text, nothing refused: {now}"))
    again = tool.migrate({PATH: after})
    if again.unreadable and not result.unreadable:
        return Checked("failed", Failure("what is written cannot be read again"))
    if again.changed:
        rules = ", ".join(sorted({finding.rule for finding in again.findings if finding.edits}))
        return Checked("failed", Failure(f"a second time changes more: {rules}"))
    return Checked(outcome)


def _compiled(content: bytes) -> object:
    return compile(content, PATH, "exec", dont_inherit=True)


def _error(read: Callable[[bytes], object], content: bytes) -> str:
    try:
        read(content)
    except (SyntaxError, ValueError, LookupError) as error:
        return str(getattr(error, "msg", error))
    return ""


def _place(error: Exception) -> str:
    """Return an exception's class with the function of ours that raised it, for RecursionError the
    first: which is the last depends on how deep the stack was."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "off_coroutine" in Path(frame.filename).parts
    ]
    if not ours:
        return type(error).__name__
    frame = ours[0] if isinstance(error, RecursionError) else ours[-1]
    return f"{type(error).__name__} in {Path(frame.filename).stem}.{frame.name}"


@contextmanager
def _limited() -> Iterator[None]:
    def ring(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"no end after {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def minimised(content: bytes, kind: str, tool: Tool = OURS) -> bytes:
    """Return a small part of a source, lines and then tokens, that fails in the same way."""
    tries = iter(range(TRIES))

    def fails(pieces: Sequence[str]) -> bool:
        if next(tries, None) is None:
            return False
        failure = check("".join(pieces).encode("latin-1"), tool).failure
        return failure is not None and failure.kind == kind

    text = content.decode("latin-1")  # each byte is a character
    text = "".join(_smaller(text.splitlines(keepends=True), fails))
    return "".join(_smaller(TOKEN.findall(text), fails)).encode("latin-1")


def _smaller(pieces: list[str], fails: Callable[[Sequence[str]], bool]) -> list[str]:
    """Leave out pieces while it fails: halves, then quarters, down to each alone."""
    size = len(pieces) // 2
    while size:
        at, before = 0, len(pieces)
        while at < len(pieces):
            fewer = pieces[:at] + pieces[at + size :]
            if fails(fewer):
                pieces = fewer
            else:
                at += size
        if size > 1 or len(pieces) == before:
            size //= 2
    return pieces
