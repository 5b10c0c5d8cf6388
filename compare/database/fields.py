"""Checks a document's fields against what is known of them, as MongoDB's own parsers do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bson import Int64

from .errors import Code, CommandError, unsupported
from .values import Document, type_name

Types = tuple[type, ...]
Fields = Mapping[str, Types]

ANY: Types = ()
ARRAY: Types = (list,)
BOOL: Types = (bool,)
DOCUMENT: Types = (Document,)
LONG: Types = (Int64,)
NUMBER: Types = (int, Int64, float)
STRING: Types = (str,)


def check(where: str, fields: Mapping[str, Any], known: Fields, *required: str) -> None:
    """Raises CommandError for a field that is missing, not known or of the wrong type.

    The name "*" among the known ones stands for every other.
    """
    for name, value in fields.items():
        if name in known:
            check_type(f"{where}.{name}", value, known[name])
        elif "*" not in known:
            raise unsupported(40415, f"BSON field '{where}.{name}' is an unknown field.")
    for name in required:
        if name not in fields:
            raise CommandError(
                Code.IDLFailedToParse,
                f"BSON field '{where}.{name}' is missing but a required field",
            )


def check_type(where: str, value: object, types: Types) -> None:
    if types is not ANY and type(value) not in types:
        expected = ", ".join(map(type_name, types))
        raise CommandError(
            Code.TypeMismatch,
            f"BSON field '{where}' is the wrong type '{type_name(type(value))}',"
            f" expected type '{expected}'",
        )


def documents(where: str, array: Iterable[Any]) -> list[Document]:
    """The array, every element of which has to be a document."""
    found = []
    for position, element in enumerate(array):
        check_type(f"{where}.{position}", element, DOCUMENT)
        found.append(element)
    return found
