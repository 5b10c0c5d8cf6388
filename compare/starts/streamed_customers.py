"""Starts the streaming of customers for real, in whatever style it is given."""

import argparse
import contextlib
from typing import Any, Callable, Iterator, Optional, Sequence

from aiohttp import web
from pymongo.errors import PyMongoError

from compare.starts.customer_endpoint import DATABASE, add_database, connect, disconnect
from compare.starts.listening import add_port, listen
from off_coroutine.options import positive

SECONDS = 5.0  # until the driver gives the database up


def serve(
    application: Callable[[Any], web.Application], argv: Optional[Sequence[str]] = None
) -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(
        description="Stream the customers of a MongoDB database as lines of JSON."
    )
    add_port(parser, 8081)
    parser.add_argument(
        "--customers",
        type=positive,
        default=1000,
        help="how many there are in the embedded database (%(default)s)",
    )
    add_database(parser)
    options = parser.parse_args(argv)
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(listen(parser, options.port))
        uri = options.mongodb_uri or stack.enter_context(_embedded(options.customers))
        try:
            app = build(application, uri)
        except PyMongoError as error:
            parser.exit(2, "{}: {}\n".format(parser.prog, error))
        print("Try: curl -N http://127.0.0.1:{}/".format(listening.getsockname()[1]), flush=True)
        web.run_app(app, sock=listening, print=None, access_log=None, shutdown_timeout=SECONDS)


def build(application: Callable[[Any], web.Application], uri: str) -> web.Application:
    """Return the application on a Motor client of its own, which it closes in the end."""
    client = connect("motor", uri, SECONDS)
    app = application(client[DATABASE].customers)

    async def close(_: web.Application) -> None:
        await disconnect(client)

    app.on_cleanup.append(close)
    return app


@contextlib.contextmanager
def _embedded(count: int) -> Iterator[str]:
    """Start the embedded database with so many customers; give its URI."""
    from compare.database.embedded import EmbeddedDatabase

    with EmbeddedDatabase() as database:
        fill(database.uri, count)
        yield database.uri


def fill(uri: str, count: int) -> None:
    """Put customers numbered from 1 into a database."""
    from pymongo import MongoClient

    client: Any = MongoClient(uri)
    try:
        client[DATABASE].customers.insert_many(
            {"_id": number, "name": "Customer {}".format(number)} for number in range(1, count + 1)
        )
    finally:
        client.close()
