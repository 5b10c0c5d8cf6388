"""Where the echo server listens, and when it stops; any Python from 3.6 on."""

import argparse
import asyncio
import functools
import signal
import sys
from typing import Any, Callable, Sequence

from compare.starts.listening import add_port, listen

if sys.version_info < (3, 7):  # where a writer cannot be waited for

    async def _wait_closed(writer):
        while not writer._protocol._connection_lost:
            await asyncio.sleep(0.01)

    asyncio.StreamWriter.wait_closed = _wait_closed


def listening(words: Sequence[str]) -> Callable[[Any], Any]:
    """Return ``start_server(connected)`` for the port on the command line, and say how to try it.

    A bad port, or a taken one, ends the process with status 2 and a message.
    """
    parser = argparse.ArgumentParser(description="Send back what each client sends.")
    add_port(parser, 8007)
    sock = listen(parser, parser.parse_args(words).port)
    print("Try: nc -N 127.0.0.1", sock.getsockname()[1], flush=True)
    return functools.partial(asyncio.start_server, sock=sock)


async def stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    loop = asyncio.get_event_loop()
    signalled = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, signalled.set)
    await signalled.wait()
