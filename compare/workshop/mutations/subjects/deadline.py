"""A question with a deadline; see its contract."""

from legacy_style.generators import deadline as generators

from compare.contracts.deadline import BROKEN, ask
from compare.workshop.mutations.subject import Fault, Subject
from modern import deadline as modern
from off_coroutine.engine import NEVER, After, World

SUBJECT = Subject(
    "deadline",
    rights=[modern, generators],
    start=ask,
    world=World(
        connect=["connection 1", After(1.5, "connection 1"), BROKEN],
        send=["Because.", BROKEN, NEVER],
        close=[None, NEVER],
    ),
    faults=[
        Fault(
            "each step has a deadline of its own",
            "        async with asyncio.timeout(seconds):\n"
            "            connection = await server.connect()\n"
            "            answer = await server.send(connection, question)\n",
            "        connection = await asyncio.wait_for(server.connect(), seconds)\n"
            "        answer = await asyncio.wait_for(server.send(connection, question), seconds)\n",
        ),
        Fault(
            "the connection is closed only if the deadline has passed",
            "    finally:\n        if connection is not None:\n"
            "            await server.close(connection)\n",
            "        if connection is not None:\n            await server.close(connection)\n",
        ),
        Fault(
            "closing is subject to the deadline",
            "            answer = await server.send(connection, question)\n",
            "            try:\n"
            "                answer = await server.send(connection, question)\n"
            "            finally:\n                await server.close(connection)\n"
            "                connection = None\n",
        ),
        Fault(
            "closing is not waited for",
            "            await server.close",
            "            server.close",
        ),
        Fault("every error counts as late", "except TimeoutError", "except OSError"),
        Fault(
            "only asking has a deadline",
            "        async with asyncio.timeout(seconds):\n"
            "            connection = await server.connect()\n",
            "        connection = await server.connect()\n"
            "        async with asyncio.timeout(seconds):\n",
        ),
    ],
)
