"""Edits of a text: what they do not name stays, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in place of what stands from offset `start` up to `end`."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits`; those that insert at one offset stand in the order given.

    Raises:
        ValueError: two edits overlap.
    """
    parts = []
    done = 0
    for start, end, new in sorted(dict.fromkeys(edits), key=lambda edit: edit[:2]):
        if start < done:
            raise ValueError(f"edits overlap at offset {start}: {new!r}")
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])
