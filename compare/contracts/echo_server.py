"""The contract of echo_server."""

import asyncio
from types import ModuleType
from typing import Any, Callable, Dict, List

from compare.contract import Contract, Example
from off_coroutine.engine import World

TEA = b"tea"
UNREACHABLE = TimeoutError("no acknowledgement")
RESET = ConnectionResetError("reset by peer")


class Connection:
    """A client's connection: a stream's reader, writer and transport in one.

    After ``chunks`` answers the client sends no more.
    """

    def __init__(self, world: Any, chunks: int) -> None:
        self.transport = self
        self._world = world
        self._chunks = chunks
        self._closed = False
        self._lose: Callable[[], Any] = bool  # what losing the connection does now

    def read(self, count: int) -> Any:
        self._chunks -= 1
        last = self._chunks < 0
        operation = self._world.read_last(count) if last else self._world.read(count)
        return self._until_lost(operation, lambda future: future.set_result(b""))

    def write(self, data: bytes) -> None:
        self._world.say("sends", data.decode())

    def drain(self) -> Any:
        gone = ConnectionResetError("connection lost")
        return self._until_lost(self._world.drain(), lambda future: future.set_exception(gone))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._world.say("closes")

    def wait_closed(self) -> Any:
        operation = self._world.wait_closed()
        return self._until_lost(operation, lambda future: future.set_result(None))

    def abort(self) -> None:
        self._world.say("aborts")
        self._lose()

    def _until_lost(self, operation: Any, lose: Callable[[Any], None]) -> Any:
        answered = asyncio.get_event_loop().create_future()

        def answer(_: Any) -> None:
            if operation.cancelled():
                lose(answered)
            elif operation.exception() is not None:
                answered.set_exception(operation.exception())
            else:
                answered.set_result(operation.result())

        operation.add_done_callback(answer)
        self._lose = operation.cancel
        return answered


class Server:
    """A server that listens already."""

    def __init__(self, world: Any) -> None:
        self._world = world

    def close(self) -> None:
        self._world.say("listens no more")

    def wait_closed(self) -> Any:
        return asyncio.sleep(0)


def one_connection(chunks: int) -> Callable[[ModuleType, Any], Any]:
    """Echo to a client that sends at most so many chunks."""

    def start(program: ModuleType, world: Any) -> Any:
        connection = Connection(world, chunks)
        return program.echo(connection, connection)

    return start


def serving(seconds: float = 0) -> Callable[[ModuleType, Any], Any]:
    """Serve a client that sends at most one chunk, until the world, or the clock, stops it."""

    def start(program: ModuleType, world: Any) -> Any:
        async def start_server(connected: Callable[[Any, Any], None]) -> Server:
            connection = Connection(world, 1)
            world.connects().add_done_callback(lambda _: connected(connection, connection))
            return Server(world)

        def stopped() -> Any:
            return asyncio.sleep(seconds) if seconds else world.stopped()

        return program.main(start_server, stopped)

    return start


NETWORK: Dict[str, List[Any]] = {
    "read": [TEA, b"", RESET, UNREACHABLE],
    "read_last": [b"", RESET],
    "drain": [None, RESET],
    "wait_closed": [None, RESET],
}

CONTRACT = Contract(
    "echo_server",
    clauses=[
        "What comes is sent back, chunk by chunk; the next is read when the client has room "
        "for the one before.",
        "When the client has ended its side, the connection is closed, and waited for until "
        "all has been sent.",
        "That a client is gone is no error, whenever it is noticed; the connection is closed.",
        "When it is told to stop, the server listens no more and hangs up on whoever is there; "
        "it ends, and gives None, when they are done with.",
        "A client that was done with before is let alone then.",
    ],
    examples=[
        Example(
            "what comes is sent back until the client ends its side",
            clauses=[1, 2],
            start=one_connection(2),
            world=World(**NETWORK),
            expected=[
                (0, "asks", "read(65536)"),
                (0, "says", "sends tea"),
                (0, "asks", "drain()"),
                (0, "asks", "read(65536) #2"),
                (0, "says", "sends tea"),
                (0, "asks", "drain() #2"),
                (0, "asks", "read_last(65536)"),
                (0, "says", "closes"),
                (0, "asks", "wait_closed()"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a client that is gone is no error",
            clauses=[3],
            start=one_connection(1),
            world=World(read=[TEA], drain=[RESET]),
            expected=[
                (0, "asks", "read(65536)"),
                (0, "says", "sends tea"),
                (0, "asks", "drain()"),
                (0, "says", "closes"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a server that is stopped hangs up on its client",
            clauses=[4],
            start=serving(),
            world=World(connects=[None], stopped=[None], **NETWORK),
            expected=[
                (0, "asks", "connects()"),
                (0, "asks", "stopped()"),
                (0, "asks", "read(65536)"),
                (0, "says", "listens no more"),
                (0, "says", "aborts"),
                (0, "drops", "read(65536)"),
                (0, "says", "closes"),
                (0, "asks", "wait_closed()"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a client that has ended is not hung up on again",
            clauses=[1, 2, 4, 5],
            start=serving(seconds=60),
            world=World(connects=[None], **NETWORK),
            expected=[
                (0, "asks", "connects()"),
                (0, "asks", "read(65536)"),
                (0, "says", "sends tea"),
                (0, "asks", "drain()"),
                (0, "asks", "read_last(65536)"),
                (0, "says", "closes"),
                (0, "asks", "wait_closed()"),
                (60, "says", "listens no more"),
                (60, "ends", "returns None"),
            ],
        ),
    ],
)
