"""Where two interpreters that ran the same program part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from off_coroutine.engine import Difference, Trace


def common(one: Sequence[Any], other: Sequence[Any]) -> int:
    """Return how many items are equal until the first that is not."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((number for number, (left, right) in pairs if left != right), shorter)


def difference(names: tuple[str, str], here: Trace, told: Sequence[Any]) -> Difference:
    """Return how a trace differs from the one of another interpreter.

    Args:
        names: of what ran here, and there.
        told: entries, choices and what was decided, as JSON brought them.
    """
    entries, choices, decided = told
    there = Trace()
    there.entries = [(*entry[:3], *map(tuple, entry[3:])) for entry in entries]
    there.choices = [(index, count) for index, count in choices]
    there.decided = decided
    return Difference(names, (here, there), common(here.entries, there.entries), "they differ")
