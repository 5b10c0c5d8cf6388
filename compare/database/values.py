"""BSON values and MongoDB's order among them.

Documents stay the bytes they came as, so that every value comes back unchanged; they are
decoded, field by field, only to be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bson import Binary, Code, DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp
from bson.codec_options import DatetimeConversion
from bson.datetime_ms import DatetimeMS
from bson.raw_bson import DEFAULT_RAW_BSON_OPTIONS, RawBSONDocument

Document = RawBSONDocument
MAX_DOCUMENT = 16 * 1024 * 1024  # bytes

# Dates stay milliseconds: BSON has dates outside the range of datetime.
OPTIONS = DEFAULT_RAW_BSON_OPTIONS.with_options(datetime_conversion=DatetimeConversion.DATETIME_MS)


class Undefined:
    """The key of an empty array in an index or a sort: below null."""


def _constant(_: object) -> int:
    return 0


def _number(value: float) -> tuple[bool, float]:
    """NaN equals NaN and sorts below every other number."""
    return (True, value) if value == value else (False, 0)


def _decimal(value: Decimal128) -> tuple[bool, Any]:
    number = value.to_decimal()
    return (False, 0) if number.is_nan() else (True, number)


def _document(document: Mapping[str, Any]) -> tuple[tuple[int, str, Any], ...]:
    """Field by field, and of a field its type before its name before its value."""
    fields = []
    for name, value in document.items():
        rank, comparable = place(value)
        fields.append((rank, name, comparable))
    return tuple(fields)


def _code(code: Code) -> tuple[bool, str, Any]:
    return (code.scope is not None, str(code), code.scope and _document(code.scope))


# Of each Python type that bson decodes to: BSON's name for it, where MongoDB sorts it among
# the other types, and what values of that rank are compared by. Python compares and hashes
# int, float and Decimal by exact value, as MongoDB does.
_TYPES: dict[type, tuple[str, int, Callable[[Any], Any]]] = {
    MinKey: ("minKey", -1, _constant),
    Undefined: ("undefined", 0, _constant),
    type(None): ("null", 5, _constant),
    int: ("int", 10, _number),
    Int64: ("long", 10, _number),
    float: ("double", 10, _number),
    Decimal128: ("decimal", 10, _decimal),
    str: ("string", 15, str),
    Document: ("object", 20, _document),
    list: ("array", 25, lambda items: tuple(map(place, items))),
    bytes: ("binData", 30, lambda data: (len(data), 0, data)),
    Binary: ("binData", 30, lambda data: (len(data), data.subtype, bytes(data))),
    ObjectId: ("objectId", 35, lambda id: id.binary),
    bool: ("bool", 40, bool),
    DatetimeMS: ("date", 45, int),
    Timestamp: ("timestamp", 47, lambda stamp: (stamp.time, stamp.inc)),
    Regex: ("regex", 50, lambda regex: (regex.pattern, regex.flags)),
    DBRef: ("dbPointer", 55, lambda ref: (ref.collection, ref.id.binary)),
    Code: ("javascript", 60, _code),
    MaxKey: ("maxKey", 127, _constant),
}


def type_name(type: type) -> str:
    """BSON's name for the type, as error messages have it."""
    return _TYPES[type][0]


def place(value: object) -> tuple[int, Any]:
    """The value's place in MongoDB's order: hashable, comparable with every other place.

    Values that MongoDB holds equal (1, 1.0 and Decimal128("1")) have the same place.
    """
    _, rank, comparable = _TYPES[type(value)]
    return rank, comparable(value)
