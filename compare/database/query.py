"""What a find asks: an equality filter and a sort."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bson import Regex

from .errors import Code, CommandError, unsupported
from .fields import NUMBER
from .paths import Path, index_keys, sortable, split, values_at
from .values import Document, place

_DBREF = ("$ref", "$id")
SortKey = Callable[[Document], Any]


class Filter:
    """Equality on every field that the filter names; without fields it matches everything.

    Raises CommandError for operators and for regular expressions, which would not be equality.
    """

    def __init__(self, filter: Document) -> None:
        self._wanted: list[tuple[Path, Any]] = []
        for name, value in filter.items():
            if name.startswith("$"):
                raise unsupported(Code.BadValue, f"unknown top level operator: {name}")
            if isinstance(value, Document):
                _refuse_operators(value)
            elif isinstance(value, Regex):
                raise unsupported(Code.BadValue, f"unknown operator: $regex, on {name!r}")
            self._wanted.append((split(name), place(value)))

    @property
    def id(self) -> Any:
        """The place of the only ``_id`` that can match; None when any can."""
        return next((wanted for path, wanted in self._wanted if path == ("_id",)), None)

    def matches(self, document: Document) -> bool:
        return all(
            any(place(value) == wanted for value in values_at(document, path))
            for path, wanted in self._wanted
        )


def _refuse_operators(value: Document) -> None:
    """MongoDB takes a document for operators when its first field is one; a DBRef is a value."""
    names = list(value)
    if names and names[0].startswith("$") and tuple(names[:2]) != _DBREF:
        raise unsupported(Code.BadValue, f"unknown operator: {names[0]}")


class _Descending:
    """Reverses the order of what it holds."""

    __slots__ = ("_held",)

    def __init__(self, held: Any) -> None:
        self._held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Descending) and bool(self._held == other._held)

    def __lt__(self, other: _Descending) -> bool:
        return bool(other._held < self._held)


def sort_key(sort: Document) -> SortKey:
    """A key function for sorted(). Of a document with arrays the lowest of its keys counts.

    Raises CommandError, at once for a bad sort, on a document for parallel arrays.
    """
    paths: list[Path] = []
    directions: list[Callable[[Any], Any]] = []
    for name, direction in sort.items():
        paths.append(split(name))
        if not sortable(paths[-1]):
            code = 16410 if "$" in name else 15998
            raise CommandError(code, f"FieldPath field names may not be '$...' or empty: '{name}'")
        if type(direction) not in NUMBER:
            raise unsupported(15974, f"Illegal key in $sort specification: {name}")
        if direction not in (1, -1):
            raise CommandError(15975, "$sort key ordering must be 1 (ascending) or -1 (descending)")
        directions.append(_Descending if direction == -1 else lambda held: held)

    def key(document: Document) -> Any:
        try:
            keys = index_keys(document, paths)
        except CommandError as error:
            message = "cannot sort with keys that are parallel arrays"
            raise CommandError(Code.BadValue, message) from error
        return min(
            tuple(direct(place(value)) for direct, value in zip(directions, values, strict=True))
            for values in keys
        )

    return key
