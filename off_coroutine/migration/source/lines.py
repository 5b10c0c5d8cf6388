"""Where the lines of a text start, as Python counts them: a form feed ends none."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def line_starts(text: str) -> list[int]:
    """Return the offset of each line of a text; the first line is the first item."""
    return [match.start() for match in _LINE.finditer(text)]
