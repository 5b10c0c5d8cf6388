"""The house's bounded queue; see its contract."""

from legacy_style.generators import producer_consumer as generators

from compare.contracts.producer_consumer import copying
from compare.workshop.mutations.subject import Fault, Subject
from modern import producer_consumer as modern
from off_coroutine.engine import Limits, World

SUBJECT = Subject(
    "producer_consumer",
    rights=[modern, generators],
    world=World(fetch=["page", ConnectionError("gone")], store=[None, OSError("full")]),
    limits=Limits(cancellations=0),
    start=copying(5, consumers=1),
    faults=[
        Fault("the queue has no bound", "asyncio.Queue(ROOM)", "asyncio.Queue()"),
        Fault("does not wait for room", "await queue.put(page)", "queue.put_nowait(page)"),
        Fault("the last pages are not waited for", "await asyncio.gather(*storing)", "pass"),
        Fault(
            "the consumers do not end after a failure",
            "    try:\n        await produce(queue, pages, fetch)\n    finally:\n",
            "    await produce(queue, pages, fetch)\n    if storing:\n",
        ),
        Fault(
            "a page that cannot be stored ends its consumer", "except Exception", "except EOFError"
        ),
    ],
)
