"""Edits of a text: what they do not name stays, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in place of what stands from offset `start` up to `end`.

    Of texts that are inserted at one offset, the one of the lower `rank` comes first.
    """

    start: int
    end: int
    text: str
    rank: tuple[int, str] = (2, "")


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits`; those of one offset and rank stand in the order given.

    Raises:
        ValueError: two edits overlap.
    """
    parts = []
    done = 0
    in_order = sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end, edit.rank))
    for start, end, new, _ in in_order:
        if start < done:
            raise ValueError(f"edits overlap at offset {start}: {new!r}")
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])
