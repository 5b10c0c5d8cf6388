"""Rewrites of a text: what they do not name stays, byte for byte, and they nest in one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of the text, from offset `start` up to `end`, with the rewrites that lie in it."""

    start: int
    end: int


class Rewrite(NamedTuple):
    """Put literals and pieces of the text in place of what stands from `start` up to `end`.

    Attributes:
        start, end: offsets; equal where something is inserted.
        parts: literals, and pieces of the text, rendered with the rewrites in them. What stands
            between `start` and `end` in no piece is removed, together with the rewrites in it.
        rank: of texts that are inserted at one offset, the one of the lower rank comes first.
        reason: why it cannot be written, for one that only stands for a refusal; else empty.
    """

    start: int
    end: int
    parts: tuple[str | Span, ...]
    rank: tuple[int, str] = (2, "")
    reason: str = ""

    @property
    def is_wrapper(self) -> bool:
        """Whether it holds all that it stands for, and so may hold another rewrite of that."""
        return (self.start, self.end) in self.parts


def impossible(reason: str) -> Rewrite:
    """Return what stands for a rewrite that cannot be written: its finding is refused."""
    return Rewrite(-1, -1, (), reason=reason)


class Conflict(NamedTuple):
    """Two rewrites of which neither can stand in the other."""

    first: Rewrite
    second: Rewrite


class Rendered:
    """A text with its rewrites.

    Of two wrappers of one piece, the one that was given first stands inside.

    Attributes:
        text: what was made of it.
        conflicts: pairs of rewrites; the second of each was left out.
    """

    def __init__(self, text: str, rewrites: Iterable[Rewrite]) -> None:
        self.conflicts: list[Conflict] = []
        self._source = text
        self._pieces: list[str] = []
        self._places: list[int] = []  # offset in the result of each piece
        self._origins: list[tuple[int, bool]] = []  # its offset in the source, whether it is a copy
        self._done = 0
        self._all = _in_order(rewrites)
        self._moving: set[Span] = set()
        self._render(0, len(text), self._all)
        self.text = "".join(self._pieces)

    def origin(self, place: int) -> int:
        """Return the offset in the source of what stands at an offset of the result."""
        index = bisect_right(self._places, place) - 1
        if index < 0:
            return 0
        start, is_copy = self._origins[index]
        return start + place - self._places[index] if is_copy else start

    def keeps(self, offset: int) -> bool:
        """Return whether the result has the character at an offset of the source."""
        copies = zip(self._origins, self._pieces, strict=True)
        return any(copied and at <= offset < at + len(text) for (at, copied), text in copies)

    def _render(self, start: int, end: int, inside: Sequence[Rewrite]) -> None:
        """Render a piece with the rewrites in it, which are in order."""
        done = index = 0
        while index < len(inside):
            outer = inside[index]
            index += 1
            nested = []
            while index < len(inside) and inside[index].start < outer.end:
                if inside[index].end <= outer.end:
                    nested.append(inside[index])
                else:
                    self.conflicts.append(Conflict(outer, inside[index]))
                index += 1
            self._copy(start + done, outer.start)
            self._put(outer, nested)
            done = outer.end - start
        self._copy(start + done, end)

    def _put(self, outer: Rewrite, nested: list[Rewrite]) -> None:
        pieces = [part for part in outer.parts if isinstance(part, Span)]
        for each in nested:
            held = any(p.start <= each.start and each.end <= p.end for p in pieces)
            crosses = any(each.start < p.end and p.start < each.end for p in pieces)
            if not held and (crosses or (each.start, each.end) == (outer.start, outer.end)):
                self.conflicts.append(Conflict(outer, each))
        for part in outer.parts:
            if isinstance(part, str):
                self._add(part, outer.start, is_copy=False)
            elif outer.start <= part.start and part.end <= outer.end:
                self._render(*part, _within(part, nested))
            elif part not in self._moving:  # it stands elsewhere, and is repeated here
                self._moving.add(part)
                within = _within(part, self._all)
                beside = {(at, at) for at in part}  # what is inserted there stays there
                self._render(*part, [x for x in within if (x.start, x.end) not in beside])
                self._moving.remove(part)

    def _copy(self, start: int, end: int) -> None:
        self._add(self._source[start:end], start, is_copy=True)

    def _add(self, text: str, origin: int, *, is_copy: bool) -> None:
        if text:
            self._pieces.append(text)
            self._places.append(self._done)
            self._origins.append((origin, is_copy))
            self._done += len(text)


def _within(piece: Span, rewrites: Iterable[Rewrite]) -> list[Rewrite]:
    return [each for each in rewrites if piece.start <= each.start and each.end <= piece.end]


def _in_order(rewrites: Iterable[Rewrite]) -> list[Rewrite]:
    """Sort rewrites: those that hold others come in front of them."""
    given = reversed(list(dict.fromkeys(each for each in rewrites if not each.reason)))
    wide: list[Rewrite] = []
    empty: list[Rewrite] = []
    for each in given:
        (wide if each.start < each.end else empty).append(each)
    empty.reverse()
    return sorted(
        [*empty, *wide],
        key=lambda each: (
            each.start,
            each.start < each.end,
            -each.end,
            not each.is_wrapper,
            each.rank if each.start == each.end else (0, ""),
        ),
    )
