"""The house's echo server, with one client; see its contract."""

from legacy_style.generators import echo_server as generators

from compare.contracts.echo_server import NETWORK, serving
from compare.workshop.mutations.subject import Fault, Subject
from modern import echo_server as modern
from off_coroutine.engine import World

SUBJECT = Subject(
    "echo_server",
    rights=[modern, generators],
    world=World(connects=[None], stopped=[None], **NETWORK),
    start=serving(),
    faults=[
        Fault("does not wait until the client has room", "await writer.drain()", "writer.drain()"),
        Fault("does not wait until all is sent", "        await writer.wait_closed()\n", ""),
        Fault("a client that is gone is an error", "except OSError", "except EOFError"),
        Fault(
            "the connection is only closed at its end",
            "finally:\n        writer.close()",
            "finally:\n        pass",
        ),
        Fault("the clients are not hung up on", "writer.transport.abort()", "pass"),
        Fault("the clients are not waited for", "        await asyncio.gather(*clients)\n", ""),
    ],
)
