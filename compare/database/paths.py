"""Dotted paths into documents, as matching and as indexes follow them.

The two differ in MongoDB, and so they do here: ``{"a.b": null}`` matches ``{a: 1}`` but not
``{a: [1]}``, while the index key of both is null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import Code, CommandError
from .values import Document, Undefined

Path = tuple[str, ...]
_DBREF_FIELDS = ("$ref", "$id", "$db")
# A value, and the path still to follow from the array that it is; None when it is the end.
_Reached = tuple[Any, Path | None]


def split(name: str) -> Path:
    return tuple(name.split("."))


def sortable(path: Path) -> bool:
    """Whether a sort or an index may name it: no part is empty or looks like an operator."""
    return all(part and (part[0] != "$" or part in _DBREF_FIELDS) for part in path)


def values_at(value: object, path: Path) -> Iterator[Any]:
    """Every value that an equality on ``path`` is compared with; None where there is none.

    An array at the end of the path stands for each of its elements and for itself.
    """
    for depth, name in enumerate(path):
        if isinstance(value, list):
            yield from _values_in(value, path[depth:])
            return
        value = value.get(name) if isinstance(value, Document) else None
    yield value
    if isinstance(value, list):
        yield from value


def _values_in(array: list[Any], path: Path) -> Iterator[Any]:
    """An array on the path: its documents are entered, and a number may name one element."""
    for position, element in enumerate(array):
        if isinstance(element, Document):
            yield from values_at(element, path)
        if path[0] == str(position):
            if len(path) == 1:
                yield element
            elif isinstance(element, Document):
                yield from values_at(element, path[1:])
            elif isinstance(element, list):
                yield from _values_in(element, path[1:])


def index_keys(document: Document, paths: list[Path]) -> list[tuple[Any, ...]]:
    """The document's keys in an index on ``paths``: one, or one for each element of an array.

    Raises CommandError when two paths lead into different arrays.
    """
    return _expand([_reach(document, path) for path in paths])


def _reach(value: object, path: Path) -> _Reached:
    """Follows the path to its end, or to the first array that has to be expanded."""
    positional = False
    while path:
        if isinstance(value, Document):
            value, positional = value.get(path[0]), False
        elif not isinstance(value, list):
            return None, None
        elif path[0].isdecimal() and int(path[0]) < len(value):
            value, positional = value[int(path[0])], True
        else:
            return value, path
        path = path[1:]
    return (value, path) if isinstance(value, list) and not positional else (value, None)


def _expand(reached: list[_Reached]) -> list[tuple[Any, ...]]:
    arrays = {id(value): value for value, path in reached if path is not None}
    if not arrays:
        return [tuple(value for value, _ in reached)]
    if len(arrays) > 1:
        raise CommandError(Code.CannotIndexParallelArrays, "cannot index parallel arrays")
    (array,) = arrays.values()
    return [
        key
        for element in array or [Undefined()]
        for key in _expand([_enter(element, *each) for each in reached])
    ]


def _enter(element: object, value: object, path: Path | None) -> _Reached:
    if path is None:
        return value, None
    if not path:
        return element, None
    return _reach(element, path) if isinstance(element, Document) else (None, None)
