"""One deadline for several steps, and what it leaves to be cleaned up.

Connecting and asking share one deadline. When it passes, the step that
is going on is cancelled, and the ones that follow are not begun. The
connection is closed in any case, outside of the deadline: there is no
time left for that when it has passed.
"""

import asyncio
from asyncio import run


async def ask(server, question, seconds, say=print):
    """Return the answer of a server; None if that takes too long.

    ``server.connect()`` gives a connection, which is then passed to
    ``server.send(connection, question)`` and ``server.close(...)``.
    """
    connection = None
    try:
        async with asyncio.timeout(seconds):
            connection = await server.connect()
            answer = await server.send(connection, question)
    except TimeoutError:
        say("no answer within", seconds, "s")
        answer = None
    finally:
        if connection is not None:
            await server.close(connection)
    return answer


if __name__ == "__main__":
    from compare.starts.deadline import SECONDS, Server

    print(run(ask(Server(connect=0.1, send=0.1), "Where?", SECONDS)))
    print(run(ask(Server(connect=0.2, send=0.2), "When?", SECONDS)))
    print(run(ask(Server(connect=0.4, send=0), "Why?", SECONDS)))
