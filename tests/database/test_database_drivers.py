"""The embedded database behind the real drivers, old and new."""

import asyncio
import time
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient, WriteConcern
from pymongo.errors import (
    DuplicateKeyError,
)

from compare.database.embedded import EmbeddedDatabase
from database import Client


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
    customers = client.shop.customers
    customers.with_options(write_concern=WriteConcern(w=0)).insert_one({"_id": 1})
    deadline = time.monotonic() + 10
    while customers.find_one() is None:
        assert time.monotonic() < deadline
