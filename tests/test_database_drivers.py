"""The embedded database behind the real drivers: values, faults, and its disappearance."""

import asyncio
import math
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pymongo
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
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient, MongoClient, WriteConcern
from pymongo.errors import (
    AutoReconnect,
    CursorNotFound,
    DuplicateKeyError,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
)

from compare.database.embedded import EmbeddedDatabase

Client = MongoClient[Any]


@pytest.fixture(scope="module")
def shared() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as database:
        yield database


@pytest.fixture
def database(shared: EmbeddedDatabase) -> Iterator[EmbeddedDatabase]:
    """Empty, and without faults."""
    yield shared
    with Client(shared.uri) as client:
        client.admin.command("configureFailPoint", "failCommand", mode="off")
        client.drop_database("shop")


@pytest.fixture
def client(database: EmbeddedDatabase) -> Iterator[Client]:
    with Client(database.uri) as client:
        yield client


def find_one(database: EmbeddedDatabase) -> Any:
    """Finds with a driver that has met no fault before and tries nothing twice."""
    with Client(database.uri, retryReads=False) as client:
        return client.shop.customers.find_one()


def fail(client: Client, mode: Any, *commands: str, **data: Any) -> None:
    data["failCommands"] = list(commands)
    client.admin.command("configureFailPoint", "failCommand", mode=mode, data=data)


def test_pymongo_works(client: Client) -> None:
    customers = client.shop.customers
    customers.create_index("email", unique=True)
    customers.insert_many([{"_id": number, "email": f"{number}@x"} for number in range(300)])
    with pytest.raises(DuplicateKeyError):
        customers.insert_one({"email": "7@x"})
    assert customers.find_one({"email": "7@x"}) == {"_id": 7, "email": "7@x"}
    found = [each["_id"] for each in customers.find(batch_size=7).sort("_id", -1)]
    assert found == list(range(300))[::-1]
    assert customers.delete_one({"_id": 7}).deleted_count == 1
    assert customers.delete_many({}).deleted_count == 299
    assert client.server_info()["versionArray"][:2] == [7, 0]
    with client.start_session() as session:
        assert customers.find_one({}, session=session) is None


async def test_pymongo_async_works(database: EmbeddedDatabase) -> None:
    async with AsyncMongoClient[Any](database.uri) as client:
        customers = client.shop.customers
        await customers.create_index("email", unique=True)
        await customers.insert_many([{"_id": number, "email": number} for number in range(300)])
        with pytest.raises(DuplicateKeyError):
            await customers.insert_one({"email": 7})
        assert await customers.find_one({"email": 7}) == {"_id": 7, "email": 7}
        assert len(await customers.find(batch_size=7).to_list()) == 300


async def test_motor_works(database: EmbeddedDatabase) -> None:
    client: Any = AsyncIOMotorClient(database.uri)
    customers = client.shop.customers
    await customers.create_index("email", unique=True)
    await customers.insert_many([{"_id": number, "email": number} for number in range(300)])
    with pytest.raises(DuplicateKeyError):
        await customers.insert_one({"email": 7})
    assert await customers.find_one({"email": 7}) == {"_id": 7, "email": 7}
    assert len(await customers.find(batch_size=7).to_list(None)) == 300
    await asyncio.to_thread(client.close)


def test_an_unacknowledged_insert_arrives(client: Client) -> None:
    options = client.shop.customers.with_options(write_concern=WriteConcern(w=0))
    options.insert_one({"_id": 1})
    deadline = time.monotonic() + 10
    while client.shop.customers.find_one() is None:
        assert time.monotonic() < deadline


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
def test_a_value_comes_back_bit_by_bit(client: Client, element: bytes) -> None:
    fields = b"\x10_id\0\1\0\0\0" + element
    document = RawBSONDocument(struct.pack("<i", len(fields) + 5) + fields + b"\0")
    customers = client.shop.get_collection(
        "customers", client.codec_options.with_options(document_class=RawBSONDocument)
    )
    customers.insert_one(document)
    found = customers.find_one({"_id": 1})
    assert found is not None
    assert bytes(found.raw) == document.raw
    assert len(list(customers.find().sort("v"))) == 1


# A regular expression in a filter matches text instead.
FINDABLE = {name: value for name, value in VALUES.items() if not isinstance(value, Regex)}


@pytest.mark.parametrize("value", FINDABLE.values(), ids=FINDABLE)
def test_a_value_finds_itself(client: Client, value: Any) -> None:
    client.shop.customers.insert_many([{"_id": 1, "v": value}, {"_id": 2, "v": "another"}])
    assert client.shop.command("count", "customers", query={"v": value})["n"] == 1


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        (13, "Unauthorized", OperationFailure),
        (91, "ShutdownInProgress", NotPrimaryError),
        (10107, "NotWritablePrimary", NotPrimaryError),
        (12345, "Location12345", OperationFailure),
    ],
)
def test_a_fault_fails_as_often_as_it_is_told(
    database: EmbeddedDatabase, client: Client, code: int, name: str, kind: type[Exception]
) -> None:
    fail(client, {"times": 2}, "find", errorCode=code)
    client.admin.command("ping")
    for _ in range(2):
        with pytest.raises(kind) as raised:
            find_one(database)
        assert isinstance(raised.value, OperationFailure | NotPrimaryError)
        assert f"'codeName': '{name}'" in str(raised.value)
    assert find_one(database) is None


def test_a_fault_drops_the_connection_until_it_is_off(
    database: EmbeddedDatabase, client: Client
) -> None:
    fail(client, "alwaysOn", "find", "insert", closeConnection=True)
    for _ in range(2):
        with pytest.raises(AutoReconnect):
            find_one(database)
    fail(client, "off")
    assert find_one(database) is None


def test_a_driver_gets_over_one_dropped_connection(client: Client) -> None:
    fail(client, {"times": 1}, "find", closeConnection=True)
    assert client.shop.customers.find_one() is None


def test_delayed_commands_overlap_and_delay_no_others(client: Client) -> None:
    customers = client.shop.customers
    customers.insert_one({"_id": 1})
    fail(client, {"times": 8}, "find", blockConnection=True, blockTimeMS=500)
    started = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        finds = [threads.submit(customers.find_one) for _ in range(8)]
        client.admin.command("ping")
        assert not any(find.done() for find in finds)
        assert [find.result() for find in finds] == [{"_id": 1}] * 8
    assert 0.5 <= time.monotonic() - started < 8 * 0.5


def test_a_delay_may_end_in_an_error(client: Client) -> None:
    fail(client, {"times": 1}, "find", blockConnection=True, blockTimeMS=50, errorCode=50)
    started = time.monotonic()
    with pytest.raises(OperationFailure) as raised:
        client.shop.customers.find_one()
    assert (raised.value.code, time.monotonic() - started >= 0.05) == (50, True)


@pytest.mark.parametrize(
    ("command", "mode", "data", "code", "mention"),
    [
        ("failCommand", "sometimes", {}, 2, "sometimes"),
        ("failCommand", {"times": -1}, {}, 2, "times"),
        ("failCommand", {"skip": 1}, {}, 2, "skip"),
        ("failCommand", 1, {}, 14, "'configureFailPoint.mode'"),
        ("failCommand", "alwaysOn", {"writeConcernError": {}}, 40415, "writeConcernError"),
        ("failCommand", "alwaysOn", {"errorCode": "13"}, 14, "errorCode"),
        ("failCommand", "alwaysOn", {"blockConnection": True}, 2, "blockTimeMS"),
        ("somethingElse", "off", {}, 266, "somethingElse"),
    ],
)
def test_a_fault_that_is_not_known_is_refused(
    client: Client, command: str, mode: Any, data: dict[str, Any], code: int, mention: str
) -> None:
    with pytest.raises(OperationFailure) as raised:
        client.admin.command("configureFailPoint", command, mode=mode, data=data)
    assert (raised.value.code, mention in str(raised.value)) == (code, True)


def test_a_frozen_server_answers_when_it_is_thawed(
    database: EmbeddedDatabase, client: Client
) -> None:
    client.admin.command("ping")
    database.freeze()
    try:
        with pymongo.timeout(0.1), pytest.raises((NetworkTimeout, ServerSelectionTimeoutError)):
            client.shop.customers.find_one()
    finally:
        database.thaw()
    assert client.shop.customers.find_one() is None


def test_a_killed_server_is_missed_and_comes_back_empty() -> None:
    with EmbeddedDatabase() as database:
        uri, pid = database.uri, database.pid
        with Client(uri, retryReads=False) as client:
            client.shop.customers.insert_many([{"_id": number} for number in range(9)])
            found = client.shop.customers.find(batch_size=2)
            next(found)
            cursor = Int64(found.cursor_id or 0)
            database.kill()
            with pytest.raises(AutoReconnect):
                client.shop.customers.find_one()
            database.restart()
            assert (database.uri, database.pid == pid) == (uri, False)
            assert client.shop.customers.find_one() is None
            with pytest.raises(CursorNotFound):
                client.shop.command("getMore", cursor, collection="customers")
