"""Scenarios of the customer endpoint over real sockets, with a real driver."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import aiohttp
from aiohttp import web
from pymongo import MongoClient
from yarl import URL

from compare.database.embedded import EmbeddedDatabase
from compare.starts.customer_endpoint import DATABASE, LONGEST_LINE, build, fill

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """A request and the response it must get; ``target`` is sent as it stands."""

    target: str
    status: int
    body: str
    content_type: str = TEXT
    method: str = "GET"
    allow: str | None = None

    @property
    def expected(self) -> tuple[Any, ...]:
        return (self.status, self.content_type, self.allow, self.body)

    async def send(self, session: aiohttp.ClientSession, port: int) -> tuple[Any, ...]:
        """Return the response in the form of ``expected``."""
        url = URL(f"http://127.0.0.1:{port}{self.target}", encoded=True)
        async with session.request(self.method, url) as response:
            content_type = response.headers.get("Content-Type")
            allow = response.headers.get("Allow")
            return (response.status, content_type, allow, await response.text())


# What may happen to the database between two requests.
Happening = Callable[[EmbeddedDatabase], None]


@dataclass(frozen=True)
class Exchange:
    """Requests, and what happens to the database between them.

    Attributes:
        name: a present-tense sentence.
        clauses: the numbers of the clauses it shows.
        steps: requests and happenings, in order.
        logged: how many warnings the endpoint logs meanwhile.
        seconds: until the endpoint gives the database up.
    """

    name: str
    clauses: Sequence[int]
    steps: Sequence[Request | Happening]
    logged: int = 0
    seconds: float = 5.0

    @property
    def needs_embedded(self) -> bool:
        """Whether something happens to the database; no one else's may be used then."""
        return any(not isinstance(step, Request) for step in self.steps)

    @property
    def expected(self) -> list[Any]:
        responses = [step.expected for step in self.steps if isinstance(step, Request)]
        return [*responses, ("logged", self.logged)]

    def observe(self, module: ModuleType, driver: str, database: Database) -> list[Any]:
        """Serve the program of a module, and return what came back and was logged."""
        with _records() as records:
            responses = asyncio.run(self._run(module, driver, database))
        return [*responses, ("logged", records.count)]

    async def _run(self, module: ModuleType, driver: str, database: Database) -> list[Any]:
        responses = []
        app = build(module.application, driver, database.uri, self.seconds, database.name)
        runner = web.AppRunner(app, access_log=None, max_line_size=LONGEST_LINE)
        await runner.setup()
        try:
            listening = socket.create_server(("127.0.0.1", 0))  # the site closes it
            await web.SockSite(runner, listening).start()
            port = listening.getsockname()[1]
            async with aiohttp.ClientSession() as session:
                for step in self.steps:
                    if isinstance(step, Request):
                        responses.append(await step.send(session, port))
                    else:
                        await asyncio.to_thread(step, database.embedded)
        finally:
            await runner.cleanup()
        return responses


class Database:
    """The database of a run of the suite: a given one, or an embedded one.

    In a given one the customers are in a database of their own, which is dropped
    in the end. A context manager.

    Attributes:
        uri: of the server.
        name: of the database that holds the customers.
    """

    def __init__(self, uri: str | None) -> None:
        self._given = uri
        self._embedded: EmbeddedDatabase | None = None
        self.name = DATABASE if uri is None else "customers_db_of_a_comparison"

    @property
    def uri(self) -> str:
        return self._given if self._given is not None else self.embedded.uri

    @property
    def embedded(self) -> EmbeddedDatabase:
        """The embedded server."""
        assert self._embedded is not None, "a given database is not for happenings"
        return self._embedded

    def __enter__(self) -> Database:
        if self._given is None:
            self._embedded = EmbeddedDatabase().__enter__()
        fill(self.uri, self.name)
        return self

    def __exit__(self, *error: object) -> None:
        if self._embedded is not None:
            self._embedded.stop()
        else:
            with MongoClient[Any](self.uri) as client:
                client.drop_database(self.name)


def freeze(database: EmbeddedDatabase) -> None:
    database.freeze()


def thaw(database: EmbeddedDatabase) -> None:
    database.thaw()


def kill(database: EmbeddedDatabase) -> None:
    database.kill()


def restart(database: EmbeddedDatabase) -> None:
    """Start the killed server again, at the same address and with the same customers."""
    database.restart()
    fill(database.uri)


def refuse(database: EmbeddedDatabase) -> None:
    """Let every find end with an error of the server's."""
    _fail(database, "alwaysOn", {"failCommands": ["find"], "errorCode": 13})


def drop(database: EmbeddedDatabase) -> None:
    """Let every find end with a closed connection."""
    _fail(database, "alwaysOn", {"failCommands": ["find"], "closeConnection": True})


def recover(database: EmbeddedDatabase) -> None:
    """End ``refuse`` or ``drop``."""
    _fail(database, "off", {})


def _fail(database: EmbeddedDatabase, mode: str, data: dict[str, Any]) -> None:
    with MongoClient[Any](database.uri) as client:
        client.admin.command("configureFailPoint", "failCommand", mode=mode, data=data)


class _Records(logging.Handler):
    """Keeps what the endpoint logs from the terminal, and counts it."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


@contextmanager
def _records() -> Iterator[_Records]:
    log = logging.getLogger("customer_endpoint")
    records = _Records()
    log.addHandler(records)
    log.propagate = False
    try:
        yield records
    finally:
        log.propagate = True
        log.removeHandler(records)
