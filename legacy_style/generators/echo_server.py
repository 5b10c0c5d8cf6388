"""Sends back what each client sends, until there is no more of it.

A client may end its own side of the connection (half-close) and go on
reading: it gets all back before it is hung up on. A client that reads
slowly is read slowly: ``drain`` waits until it has room again.
"""

import asyncio
import sys
from legacy_style.coroutine import coroutine, run

AT_ONCE = 65536  # bytes


@coroutine
def echo(reader, writer):
    """Send back what there is to read; close when it has arrived.

    That the client is gone is no error.
    """
    try:
        data = yield from reader.read(AT_ONCE)
        while data:
            writer.write(data)
            yield from writer.drain()
            data = yield from reader.read(AT_ONCE)
        writer.close()
        yield from writer.wait_closed()
    except OSError:
        pass
    finally:
        writer.close()


@coroutine
def main(start_server, stopped):
    """Serve until ``stopped()`` is over; then hang up on everybody.

    ``start_server(connected)`` is that of asyncio, with an address.
    """
    clients = {}

    def connected(reader, writer):
        client = asyncio.ensure_future(echo(reader, writer))
        clients[client] = writer
        client.add_done_callback(clients.pop)

    server = yield from start_server(connected)
    try:
        yield from stopped()
    finally:
        server.close()
        for writer in clients.values():
            writer.transport.abort()
        yield from asyncio.gather(*clients)
        yield from server.wait_closed()


if __name__ == "__main__":
    from compare.starts.echo_server import listening, stopped

    run(main(listening(sys.argv[1:]), stopped))
