"""The house's booking that outlives its client; see its contract."""

from legacy_style.generators import shielded_cleanup as generators

from compare.contracts.shielded_cleanup import one_client
from compare.workshop.mutations.subject import Fault, Subject
from modern import shielded_cleanup as modern
from off_coroutine.engine import World

SUBJECT = Subject(
    "shielded_cleanup",
    rights=[modern, generators],
    world=World(
        reserve=[None, ConnectionError("no answer")],
        charge=[None, ConnectionError("no answer")],
        release=[None],
        hung_up=[None],
    ),
    start=one_client,
    faults=[
        Fault("the shield is left out", "await asyncio.shield(work)", "await work"),
        Fault(
            "a seat that may be reserved is not released",
            "    try:\n        await shop.reserve(seat)\n",
            "    await shop.reserve(seat)\n    try:\n",
        ),
        Fault("ends without the work", "[handler, *works]", "[handler]"),
        Fault(
            "ends without the work if cancelled",
            "        await asyncio.wait([handler, *works])\n",
            "    await asyncio.wait([handler, *works])\n",
        ),
        Fault("the client is waited for in the end", "        hung_up.cancel()\n", ""),
    ],
)
