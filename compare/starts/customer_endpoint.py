"""Starts the customer endpoint for real, in whatever style it is given; any Python from 3.6 on.

With the drivers and the aiohttp that were the newest for an old Python, too.
"""

import argparse
import asyncio
import contextlib
import importlib
import inspect
import logging
import os
import signal
import socket
import sys
from legacy_style.coroutine import run
from typing import Any, Callable, Dict, Iterator, Optional, Sequence

import pymongo
from aiohttp import web
from pymongo.errors import InvalidURI, NetworkTimeout, PyMongoError

from compare.starts.listening import add_port

# A request line is one line to aiohttp. The longest id in its longest spelling,
# an emoji as %F0%9F%A6%8A, needs twelve times 1,024 characters; the default is 8,190.
LONGEST_LINE = 16384

SIGNALS = (signal.SIGINT, signal.SIGTERM)
DATABASE = "customers_db"
_CLIENTS = {
    "motor": ("motor.motor_asyncio", "AsyncIOMotorClient"),
    "pymongo": ("pymongo", "AsyncMongoClient"),
}


class Customers:
    """A collection whose ``find_one`` answers, or fails, within ``seconds``.

    The driver's own timeouts do not do: Motor counts only from when a thread of
    its pool is free, and behind a frozen server ten requests keep ten threads.
    """

    def __init__(self, collection: Any, seconds: float) -> None:
        self._collection = collection
        self._seconds = seconds

    async def find_one(self, query: Any) -> Any:
        """Return the document or None.

        Raises:
            PyMongoError: the database does not answer, in time or at all.
        """
        try:
            return await asyncio.wait_for(self._collection.find_one(query), self._seconds)
        except asyncio.TimeoutError:
            raise NetworkTimeout("no answer within {:g} s".format(self._seconds)) from None


def connect(driver: str, uri: str, seconds: float) -> Any:
    """Return the client of a driver, ``motor`` or ``pymongo``; it gives up after ``seconds``.

    Raises:
        InvalidURI, PyMongoError: the URI is not one of MongoDB's.
    """
    package, name = _CLIENTS[driver]
    client = getattr(importlib.import_module(package), name)
    # A little less than Customers waits, so that the driver's own cause is logged.
    milliseconds = int(seconds * 900)
    options: Dict[str, Any] = {"serverSelectionTimeoutMS": milliseconds}
    if pymongo.version_tuple >= (4, 2):
        options["timeoutMS"] = milliseconds
    else:
        options.update(connectTimeoutMS=milliseconds, socketTimeoutMS=milliseconds)
        # The default from PyMongo 4 on: a UUID comes out as it went in.
        options["uuidRepresentation"] = "unspecified"
    return client(uri, **options)


async def disconnect(client: Any) -> None:
    """Close a client of either driver without blocking the event loop."""
    if inspect.iscoroutinefunction(client.close):
        await client.close()
    else:  # Motor's says goodbye to the server over a blocking socket.
        await asyncio.get_event_loop().run_in_executor(None, client.close)


def build(
    application: Callable[[Any], web.Application],
    driver: str,
    uri: str,
    seconds: float,
    database: str = DATABASE,
) -> web.Application:
    """Return the application on a client of its own, which it closes in the end."""
    client = connect(driver, uri, seconds)
    app = application(Customers(client[database].customers, seconds))

    async def close(_: web.Application) -> None:
        await disconnect(client)

    app.on_cleanup.append(close)
    return app


def serve(
    application: Callable[[Any], web.Application], argv: Optional[Sequence[str]] = None
) -> None:
    """Serve until SIGINT or SIGTERM, then finish the requests in flight.

    Ends the process with status 2 and a message when it cannot start.
    """
    parser = _parser()
    options = parser.parse_args(argv)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    with contextlib.ExitStack() as stack:
        try:
            listening = stack.enter_context(_listen(options.host, options.port))
            uri = options.mongodb_uri or stack.enter_context(_embedded())
            run(_serve(application, options, uri, listening))
        except (OSError, InvalidURI, PyMongoError) as error:
            parser.exit(2, "{}: {}\n".format(parser.prog, error))


async def _serve(
    application: Callable[[Any], web.Application],
    options: argparse.Namespace,
    uri: str,
    listening: socket.socket,
) -> None:
    # In here, because to Motor 2 the event loop is the one there is when a client is made.
    app = build(application, options.driver, uri, options.timeout)
    # Not web.run_app, which took no max_line_size before aiohttp 3.9.
    runner = web.AppRunner(app, access_log=None, max_line_size=LONGEST_LINE)
    loop = asyncio.get_event_loop()
    stopped = asyncio.Event()
    for number in SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        if not options.mongodb_uri:
            print("An embedded database holds five customers, until this process ends.")
        host, port = listening.getsockname()[:2]
        print("Try: curl 'http://{}:{}/?customer_id=42'".format(_bracketed(host), port), flush=True)
        await stopped.wait()
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)  # a second one ends it at once
        await runner.cleanup()


def _parser() -> argparse.ArgumentParser:
    main = sys.modules["__main__"]
    parser = argparse.ArgumentParser(
        prog="python -m " + getattr(main.__spec__, "name", "customer_endpoint"),
        description="Serve GET /?customer_id=... from the customers of a MongoDB database.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add_port(parser, 8080)
    add_database(parser)
    parser.add_argument("--driver", choices=sorted(_CLIENTS), default="motor", help="(%(default)s)")
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=5.0,
        help="seconds until a database that does not answer is a 503 (%(default)g)",
    )
    return parser


def add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mongodb-uri",
        default=os.environ.get("MONGODB_URI"),
        help="the database; by default $MONGODB_URI or, without that, an embedded server",
    )


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0.0
    if not 0.001 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(
            "{!r} is no timeout: give seconds between 0.001 and 3600".format(word)
        )
    return seconds


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise OSError(
            "cannot listen on {} port {} ({}): choose another with --host and --port".format(
                host, port, error.strerror
            )
        ) from None
    return listening


def _bracketed(host: str) -> str:
    return "[" + host + "]" if ":" in host else host


@contextlib.contextmanager
def _embedded() -> Iterator[str]:
    """Start the embedded database, filled; give its URI.

    Raises:
        OSError: this Python is too old for it.
    """
    if sys.version_info < (3, 11):
        raise OSError("the embedded database needs Python 3.11: give --mongodb-uri")
    from compare.database.embedded import EmbeddedDatabase

    with EmbeddedDatabase() as database:
        fill(database.uri)
        yield database.uri


def fill(uri: str, database: str = DATABASE) -> None:
    """Put the customers into a database, in place of what was there."""
    from pymongo import MongoClient

    from compare.starts.customers import CUSTOMERS

    client: Any = MongoClient(uri)
    try:
        client[database].customers.delete_many({})
        client[database].customers.insert_many(CUSTOMERS)
    finally:
        client.close()
