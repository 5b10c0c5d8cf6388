"""Sends back what each client sends, until there is no more of it.

A client may end its own side of the connection (half-close) and go on
reading: it gets all back before it is hung up on. A client that reads
slowly is read slowly: ``drain`` waits until it has room again.
"""

import asyncio
import sys
from asyncio import run

AT_ONCE = 65536  # bytes


async def echo(reader, writer):
    """Send back what there is to read; close when it has arrived.

    That the client is gone is no error.
    """
    try:
        data = await reader.read(AT_ONCE)
        while data:
            writer.write(data)
            await writer.drain()
            data = await reader.read(AT_ONCE)
        writer.close()
        await writer.wait_closed()
    except OSError:
        pass
    finally:
        writer.close()


async def main(start_server, stopped):
    """Serve until ``stopped()`` is over; then hang up on everybody.

    ``start_server(connected)`` is that of asyncio, with an address.
    """
    clients = {}

    def connected(reader, writer):
        client = asyncio.ensure_future(echo(reader, writer))
        clients[client] = writer
        client.add_done_callback(clients.pop)

    server = await start_server(connected)
    try:
        await stopped()
    finally:
        server.close()
        for writer in clients.values():
            writer.transport.abort()
        await asyncio.gather(*clients)
        await server.wait_closed()


if __name__ == "__main__":
    from compare.starts.echo_server import listening, stopped

    run(main(listening(sys.argv[1:]), stopped))
