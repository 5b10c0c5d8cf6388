"""The port of a program that serves; any Python from 3.6 on."""

import argparse
import socket


def add_port(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument(
        "--port",
        type=_port,
        default=default,
        help="port to listen on; 0 takes a free one (%(default)s)",
    )


def _port(word: str) -> int:
    if not (word.isdigit() and int(word) < 65536):
        raise argparse.ArgumentTypeError("{!r} is no port: give 0 to 65535".format(word))
    return int(word)


def listen(parser: argparse.ArgumentParser, port: int) -> socket.socket:
    """Return a socket that listens on a port of the loopback.

    A port that cannot be had ends the process with status 2 and a message.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        parser.exit(
            2,
            "{}: cannot listen on port {} ({}): choose another with --port\n".format(
                parser.prog, port, error.strerror
            ),
        )
    return listening
