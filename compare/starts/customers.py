"""A handful of customers, with values worth seeing as JSON, and that JSON."""

import datetime
import uuid

from bson import Binary, Decimal128, Int64, ObjectId

_UTC = datetime.timezone.utc

CUSTOMERS = [
    {
        "_id": ObjectId("5c8a1d5b0190b214360dc031"),
        "customer_id": "42",
        "name": "Ada Lovelace",
        "since": datetime.datetime(1843, 7, 10, tzinfo=_UTC),
        "balance": Decimal128("1815.12"),
        "address": {"street": "St James's Square 12", "city": "London", "tags": ["home", None]},
    },
    {
        "_id": ObjectId("5c8a1d5b0190b214360dc032"),
        "customer_id": "43",
        "name": "Søren 🦊 王小明",
        "since": datetime.datetime(2019, 3, 14, 15, 9, 26, 535000, tzinfo=_UTC),
        "visits": Int64(9007199254740993),
        "score": 0.5,
        "active": True,
    },
    {
        "_id": ObjectId("5c8a1d5b0190b214360dc033"),
        "customer_id": "$ne",
        "name": "Robert'); DROP TABLE customers;--",
        "key": Binary.from_uuid(uuid.UUID("12345678-1234-5678-1234-567812345678")),
    },
    {
        "_id": ObjectId("5c8a1d5b0190b214360dc034"),
        "customer_id": "../etc/passwd",
        "name": 'A "quoted" name\nin two lines',
    },
    {
        "_id": ObjectId("5c8a1d5b0190b214360dc035"),
        "customer_id": "עדה",
        "name": "עדה לאבלייס",
    },
]

# As the endpoint answers, by customer id; written out, not taken from a style.
AS_JSON = {
    "42": (
        '{"_id": {"$oid": "5c8a1d5b0190b214360dc031"}, "customer_id": "42",'
        ' "name": "Ada Lovelace", "since": {"$date": {"$numberLong": "-3991334400000"}},'
        ' "balance": {"$numberDecimal": "1815.12"}, "address": {"street":'
        ' "St James\'s Square 12", "city": "London", "tags": ["home", null]}}'
    ),
    "43": (
        '{"_id": {"$oid": "5c8a1d5b0190b214360dc032"}, "customer_id": "43",'
        ' "name": "S\\u00f8ren \\ud83e\\udd8a \\u738b\\u5c0f\\u660e",'
        ' "since": {"$date": "2019-03-14T15:09:26.535Z"},'
        ' "visits": 9007199254740993, "score": 0.5, "active": true}'
    ),
    "$ne": (
        '{"_id": {"$oid": "5c8a1d5b0190b214360dc033"}, "customer_id": "$ne",'
        ' "name": "Robert\'); DROP TABLE customers;--", "key": {"$binary": {"base64":'
        ' "EjRWeBI0VngSNFZ4EjRWeA==", "subType": "04"}}}'
    ),
    "../etc/passwd": (
        '{"_id": {"$oid": "5c8a1d5b0190b214360dc034"}, "customer_id": "../etc/passwd",'
        ' "name": "A \\"quoted\\" name\\nin two lines"}'
    ),
    "עדה": (
        '{"_id": {"$oid": "5c8a1d5b0190b214360dc035"},'
        ' "customer_id": "\\u05e2\\u05d3\\u05d4", "name":'
        ' "\\u05e2\\u05d3\\u05d4 \\u05dc\\u05d0\\u05d1\\u05dc\\u05d9\\u05d9\\u05e1"}'
    ),
}
