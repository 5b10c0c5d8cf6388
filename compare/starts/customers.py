"""A handful of customers, one for each kind of value worth seeing as JSON."""

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
