"""Sends back what each client sends, until there is no more of it.

A client may end its own side of the connection (half-close) and go on
reading: it gets all back before it is hung up on. A client that reads
slowly is read slowly: ``drain`` waits until it has room again.
"""

import sys
from legacy_style.promises.promise import Promise, run

AT_ONCE = 65536  # bytes


def echo(reader, writer):
    """Send back what there is to read; close when it has arrived.

    That the client is gone is no error.
    """
    ended, resolve, reject = Promise.with_resolvers()

    def proceed(_):
        data = Promise.resolve(reader.read(AT_ONCE))
        data.then(received).catch(reject)

    def received(data):
        if data:
            writer.write(data)
            return Promise.resolve(writer.drain()).then(proceed)
        writer.close()
        return Promise.resolve(writer.wait_closed()).then(resolve)

    def failed(error):
        if not isinstance(error, OSError):
            raise error

    proceed(None)
    return ended.catch(failed).finally_(writer.close)


def main(start_server, stopped):
    """Serve until ``stopped()`` is over; then hang up on everybody.

    ``start_server(connected)`` is that of asyncio, with an address.
    """
    clients = {}

    def connected(reader, writer):
        def gone():
            del clients[client]

        client = echo(reader, writer)
        clients[client] = writer
        client.finally_(gone)

    def started(server):
        def ended():
            server.close()
            for writer in clients.values():
                writer.transport.abort()
            return Promise.all(clients).then(hung_up)

        def hung_up(_):
            return server.wait_closed()

        return Promise.try_(stopped).finally_(ended)

    return Promise.try_(start_server, connected).then(started)


if __name__ == "__main__":
    from compare.starts.echo_server import listening, stopped

    run(main, listening(sys.argv[1:]), stopped)
