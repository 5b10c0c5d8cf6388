"""One deadline for several steps, and what it leaves to be cleaned up.

Connecting and asking share one deadline. When it passes, the step that
is going on is cancelled, and the ones that follow are not begun. The
connection is closed in any case, outside of the deadline: there is no
time left for that when it has passed.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


def ask(server, question, seconds, say=print):
    """Return the answer of a server; None if that takes too long.

    ``server.connect()`` gives a connection, which is then passed to
    ``server.send(connection, question)`` and ``server.close(...)``.
    """
    connection = None
    loop = asyncio.get_event_loop()
    late = loop.create_future()
    timer = loop.call_later(seconds, late.set_result, None)

    def begin(awaitable):
        step = asyncio.ensure_future(awaitable)
        late.add_done_callback(lambda _: step.cancel())
        return step

    def connected(opened):
        nonlocal connection
        connection = opened
        return begin(server.send(connection, question))

    def failed(error):
        if not late.done() and not isinstance(
            error, asyncio.TimeoutError
        ):
            raise error
        say("no answer within", seconds, "s")

    def ended():
        timer.cancel()
        if connection is None:
            return None
        return server.close(connection)

    return (
        Promise.resolve(begin(server.connect()))
        .then(connected)
        .catch(failed)
        .finally_(ended)
    )


if __name__ == "__main__":
    from compare.starts.deadline import SECONDS, Server

    print(run(ask, Server(connect=0.1, send=0.1), "Where?", SECONDS))
    print(run(ask, Server(connect=0.2, send=0.2), "When?", SECONDS))
    print(run(ask, Server(connect=0.4, send=0), "Why?", SECONDS))
