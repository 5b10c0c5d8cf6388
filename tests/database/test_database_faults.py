"""The embedded database misbehaves when told to: it delays, fails, drops, freezes and dies."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pymongo
import pytest
from bson import Int64
from pymongo.errors import (
    AutoReconnect,
    CursorNotFound,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
)

from compare.database.embedded import EmbeddedDatabase
from database import Client


def find_one(database: EmbeddedDatabase) -> Any:
    """Finds with a driver that has met no fault before and tries nothing twice."""
    with Client(database.uri, retryReads=False) as client:
        return client.shop.customers.find_one()


def fail(client: Client, mode: Any, *commands: str, **data: Any) -> None:
    data["failCommands"] = list(commands)
    client.admin.command("configureFailPoint", "failCommand", mode=mode, data=data)


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
