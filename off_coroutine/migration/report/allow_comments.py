"""`# legacy: allow[name]`: a finding that a line is to keep."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from contextlib import suppress

from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.rules import RULES
from off_coroutine.migration.rules.unused_allow import INFO
from off_coroutine.migration.source.source_file import Source

_ALLOW = re.compile(r"#\s*legacy:\s*allow\b(?:\[([^\]]*)\])?")


def without_allowed(findings: Sequence[Finding], source: Source) -> Iterator[Finding]:
    """Yield the findings in a file that are not allowed, then the unused suppression comments."""
    allowed = list(_allowed(source))
    names = {(line, name) for line, _, name in allowed}
    there = {(finding.line, finding.rule) for finding in findings}
    yield from (finding for finding in findings if (finding.line, finding.rule) not in names)
    for line, column, name in allowed:
        if (line, name) not in there:
            what = (
                f"unused suppression comment for `{name}`"
                if name
                else "suppression comment without a rule"
            )
            known = "" if name in RULES or not name else ", an unknown rule"
            yield INFO.at(source.path, (line, column), what + known)


def _allowed(source: Source) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and name of each suppression comment, both from 1."""
    if not _ALLOW.search(source.text):
        return
    lines = io.StringIO(source.text, newline="").readline
    with suppress(tokenize.TokenError, SyntaxError):  # the parser read it, so what is left is blank
        for token in tokenize.generate_tokens(lines):
            if token.type == tokenize.COMMENT and (found := _ALLOW.search(token.string)):
                line, column = token.start
                for name in (found[1] or "").split(","):
                    yield line, column + found.start() + 1, name.strip()
