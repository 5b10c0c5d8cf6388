"""Starts the application with the fresh rates for real, in whatever style it is given."""

import argparse
import asyncio
import itertools
from typing import Callable, Dict, Optional, Sequence

from aiohttp import web

from compare.starts.listening import add_port, listen
from compare.starts.sleep_ordering import seconds


def serve(
    application: Callable[..., web.Application], argv: Optional[Sequence[str]] = None
) -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(description="Serve rates that are kept fresh, as JSON.")
    add_port(parser, 8082)
    parser.add_argument(
        "--every", type=seconds, default=5.0, help="seconds between two fetches (%(default)g)"
    )
    options = parser.parse_args(argv)
    with listen(parser, options.port) as listening:
        print("Try: curl http://127.0.0.1:{}/".format(listening.getsockname()[1]), flush=True)
        app = application(Bank().fetch, options.every)
        web.run_app(app, sock=listening, print=None, access_log=None)


class Bank:
    """A bank whose rates rise each time; the third fetch fails."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    async def fetch(self) -> Dict[str, float]:
        """Return how many of a currency a euro gives; takes 0.05 s.

        Raises:
            ConnectionError: for the third time it is asked.
        """
        count = next(self._count)
        await asyncio.sleep(0.05)
        if count == 3:
            raise ConnectionError("the bank does not answer")
        return {"USD": 1 + count / 100, "JPY": 150 + count}
