"""The house's stream of customers; see its contract."""

from legacy_style.generators import streamed_customers as generators

from compare.contracts.streamed_customers import ADA, GONE, LOST, customers
from compare.workshop.mutations.subject import Fault, Subject
from modern import streamed_customers as modern
from off_coroutine.engine import World

SUBJECT = Subject(
    "streamed_customers",
    rights=[modern, generators],
    world=World(fetch=[ADA, None, LOST], fetch_end=[None], write=[None, GONE], close_cursor=[None]),
    start=customers(2),
    faults=[
        Fault("the client is not waited for", "await write(", "write("),
        Fault("the cursor is not closed when it fails", "    finally:\n", "    except EOFError:\n"),
        Fault("closing is not awaited", "await cursor.close()", "cursor.close()"),
        Fault(
            "all is read before any is written",
            "async for customer in cursor:",
            "for customer in [each async for each in cursor]:",
        ),
        Fault("lines do not end", ' + b"\\n"', ""),
    ],
)
