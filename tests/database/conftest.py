"""What the tests of the embedded database share: one server for each of their modules."""

from collections.abc import Iterator

import pytest

from compare.database.embedded import EmbeddedDatabase
from database import Client, Documents


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
    """A client that has met no fault before."""
    with Client(database.uri) as client:
        yield client


@pytest.fixture(scope="module")
def connected(shared: EmbeddedDatabase) -> Iterator[Client]:
    with Client(shared.uri) as client:
        yield client


@pytest.fixture
def collection(connected: Client) -> Iterator[Documents]:
    """An empty one."""
    yield connected.shop.customers
    connected.drop_database("shop")
