"""Every value of BSON comes back from the embedded database as it went in, and is found."""

import math
import struct
from typing import Any

import pytest
from bson import (
    SON,
    Binary,
    Code,
    DBRef,
    Decimal128,
    Int64,
    MaxKey,
    MinKey,
    ObjectId,
    Regex,
    Timestamp,
    encode,
)
from bson.datetime_ms import DatetimeMS
from bson.raw_bson import RawBSONDocument

from database import Documents

VALUES: dict[str, Any] = {
    "a small int": -(2**31),
    "a great int": 2**31 - 1,
    "a small long": Int64(-(2**63)),
    "a great long": Int64(2**63 - 1),
    "a long of an int's size": Int64(1),
    "a double": 0.1,
    "a negative zero": -0.0,
    "an infinity": -math.inf,
    "NaN": math.nan,
    "the least double": 5e-324,
    "no text": "",
    "text with NUL": "a\0b",
    "text of four bytes a letter": "\U0001f600",
    "no document": {},
    "a document in order": SON([("z", 1), ("a", {"": None})]),
    "no array": [],
    "arrays in arrays": [[1, [2.0, [Int64(3)]]], {}],
    "bytes": bytes(range(256)),
    "no bytes": b"",
    "a function": Binary(b"x", 1),
    "old binary": Binary(b"x", 2),
    "an old UUID": Binary(bytes(16), 3),
    "a UUID": Binary(bytes(16), 4),
    "an MD5": Binary(bytes(16), 5),
    "encrypted": Binary(b"x", 6),
    "sensitive": Binary(b"x", 8),
    "a vector": Binary(b"\x03\0\x01", 9),
    "binary of a user's": Binary(b"x", 128),
    "an ObjectId": ObjectId("0123456789abcdef01234567"),
    "true": True,
    "false": False,
    "a date": DatetimeMS(1),
    "a date before all years": DatetimeMS(-(2**63)),
    "a date after all years": DatetimeMS(2**63 - 1),
    "null": None,
    "a regular expression": Regex("^a.*\\d$", "imsux"),
    "a DBRef": DBRef("customers", 1, "shop", extra=True),
    "code": Code("return 1"),
    "code with a scope": Code("return x", {"x": [1]}),
    "a timestamp": Timestamp(2**32 - 1, 2**32 - 1),
    "a decimal": Decimal128("-1.230E-6143"),
    "the greatest decimal": Decimal128("9.999999999999999999999999999999999E+6144"),
    "a decimal NaN": Decimal128("sNaN"),
    "a decimal negative zero": Decimal128("-0E+3"),
    "a MinKey": MinKey(),
    "a MaxKey": MaxKey(),
}
ELEMENTS = {name: encode({"v": value})[4:-1] for name, value in VALUES.items()} | {
    # These types are deprecated: BSON still has them, drivers only read them.
    "undefined": b"\x06v\0",
    "a symbol": b"\x0ev\0\x02\0\0\0a\0",
    "a DBPointer": b"\x0cv\0\x02\0\0\0a\0" + bytes(12),
    "a NaN of another kind": b"\x01v\0" + struct.pack("<Q", 0x7FF0_0000_0000_0001),
    "a field twice": b"\x10v\0\1\0\0\0\x10v\0\2\0\0\0",
}


@pytest.mark.parametrize("element", ELEMENTS.values(), ids=ELEMENTS)
def test_a_value_comes_back_bit_by_bit(collection: Documents, element: bytes) -> None:
    fields = b"\x10_id\0\1\0\0\0" + element
    document = RawBSONDocument(struct.pack("<i", len(fields) + 5) + fields + b"\0")
    raw = collection.codec_options.with_options(document_class=RawBSONDocument)
    customers = collection.with_options(codec_options=raw)
    customers.insert_one(document)
    (found,) = customers.find().sort("v")
    assert bytes(found.raw) == document.raw


# A regular expression in a filter matches text instead.
FINDABLE = {name: value for name, value in VALUES.items() if not isinstance(value, Regex)}


@pytest.mark.parametrize("value", FINDABLE.values(), ids=FINDABLE)
def test_a_value_finds_itself(collection: Documents, value: Any) -> None:
    collection.insert_many([{"v": value}, {"v": "another"}])
    assert collection.database.command("count", "customers", query={"v": value})["n"] == 1
