"""``python -m compare.database``: the server in a process of its own.

Prints where it listens as one line of JSON, then serves until SIGTERM, Ctrl-C, or, with
``--embedded``, until its standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import sys

from .server import Server


def main() -> None:
    # One line for an error, so no usage in front of it.
    parser = argparse.ArgumentParser(
        prog="python -m compare.database",
        usage=argparse.SUPPRESS,
        description="Serve an in-memory database to MongoDB drivers: no authentication, no disk.",
    )
    parser.add_argument("--host", choices=["127.0.0.1", "::1"], default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=0, help="0, the default: any free one")
    parser.add_argument(
        "--embedded",
        action="store_true",
        help="end when standard input does; leave Ctrl-C to the program that started this",
    )
    arguments = parser.parse_args()
    host, port = arguments.host, arguments.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        parser.error(f"cannot listen on {host} port {port}: {reason}; --port 0 takes a free one")
    asyncio.run(_serve(listening, arguments.embedded))


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535, 0 for any free one")
    return int(text)


async def _serve(listening: socket.socket, embedded: bool) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    if embedded:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        loop.add_reader(sys.stdin.fileno(), stop.set)
    else:
        loop.add_signal_handler(signal.SIGINT, stop.set)
    await Server().start(listening)
    host, port = listening.getsockname()[:2]
    print(json.dumps({"host": host, "port": port}), flush=True)
    await stop.wait()


if __name__ == "__main__":
    main()
