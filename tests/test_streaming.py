"""The streamed customers: memory, several batches, a client or a database that is gone."""

import asyncio
import gc
import http.client
import json
import signal
import socket
import threading
import tracemalloc
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient
from pymongo.monitoring import CommandListener
from serving import PATIENCE, serving

from compare.database.embedded import EmbeddedDatabase
from compare.starts.customer_endpoint import DATABASE
from compare.styles import PACKAGES, STYLES, load

every_style = pytest.mark.parametrize("style", STYLES)
every_style_with_files = pytest.mark.parametrize("style", PACKAGES)


class Documents:
    """A cursor of Motor's with so many documents, all of them there already."""

    def __init__(self, count: int) -> None:
        self._left = count

    @property
    def fetch_next(self) -> "asyncio.Future[bool]":
        future = asyncio.get_running_loop().create_future()
        future.set_result(self._left > 0)
        return future

    def next_object(self) -> dict[str, int]:
        self._left -= 1
        return {"_id": self._left}

    def __aiter__(self) -> "Documents":
        return self

    async def __anext__(self) -> dict[str, int]:
        if await self.fetch_next:
            return self.next_object()
        raise StopAsyncIteration

    async def close(self) -> None:
        pass


async def peak_of(style: str, count: int) -> int:
    """Return how many bytes it takes at most to send so many lines."""

    async def write(line: bytes) -> None:
        await asyncio.sleep(0)

    gc.collect()
    tracemalloc.start()
    try:
        await load("streamed_customers", style).send_lines(Documents(count), write)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@every_style
async def test_a_long_stream_takes_no_more_memory_than_a_short_one(style: str) -> None:
    short, long = await peak_of(style, 300), await peak_of(style, 3000)
    assert long < short + 100_000  # a promise that is kept takes about 100 bytes


@every_style_with_files
def test_customers_come_as_lines_over_several_batches(style: str) -> None:
    with serving("streamed_customers", style, "--customers", "250") as served:
        lines = served.get().splitlines()
        assert [json.loads(line)["_id"] for line in lines] == list(range(1, 251))
        assert lines[41] == b'{"_id": 42, "name": "Customer 42"}'
        assert "Traceback" not in served.stop(signal.SIGTERM)


@pytest.fixture
def large() -> Iterator[EmbeddedDatabase]:
    """A database with more customers than two batches and a socket's buffers can hold."""
    notes = "x" * 10_000
    with EmbeddedDatabase() as database:
        client: Any = MongoClient(database.uri)
        client[DATABASE].customers.insert_many({"_id": n, "notes": notes} for n in range(3000))
        client.close()
        yield database


class Commands(CommandListener):
    """Notices when a cursor has been killed."""

    def __init__(self) -> None:
        self.killed = threading.Event()

    def started(self, event: Any) -> None:
        pass

    def succeeded(self, event: Any) -> None:
        if event.command_name == "killCursors":
            self.killed.set()

    def failed(self, event: Any) -> None:
        pass


@every_style
@pytest.mark.filterwarnings("ignore:The (fetch_next|next_object):DeprecationWarning")
async def test_a_client_that_is_gone_has_its_cursor_closed(
    style: str, large: EmbeddedDatabase
) -> None:
    commands = Commands()
    client: Any = AsyncIOMotorClient(large.uri, event_listeners=[commands])
    app = load("streamed_customers", style).application(client[DATABASE].customers)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        listening = socket.create_server(("127.0.0.1", 0))
        await web.SockSite(runner, listening).start()
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readexactly(100_000)
        writer.transport.abort()
        assert await asyncio.to_thread(commands.killed.wait, PATIENCE)
    finally:
        await runner.cleanup()
        await asyncio.to_thread(client.close)


@every_style_with_files
def test_a_stream_whose_database_fails_is_cut(style: str, large: EmbeddedDatabase) -> None:
    with serving("streamed_customers", style, "--mongodb-uri", large.uri) as served:
        with urllib.request.urlopen(served.url, timeout=PATIENCE) as response:
            assert response.status == 200
            response.read(100_000)
            large.kill()
            with pytest.raises(http.client.IncompleteRead):
                response.read()
        assert "AutoReconnect" in served.stop(signal.SIGTERM)
