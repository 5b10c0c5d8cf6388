"""Two workers at one counter; see its contract."""

from legacy_style.generators import shared_counter as generators

from compare.contracts.shared_counter import counting
from compare.workshop.mutations.subject import Fault, Subject
from modern import shared_counter as modern
from off_coroutine.engine import World

SUBJECT = Subject(
    "shared_counter",
    rights=[modern, generators],
    start=counting("count", 2, "AB"),
    world=World(pause=[None]),
    faults=[
        Fault(
            "an await comes between reading and writing",
            "        increment(counter)\n        await pause(worker)\n",
            '        hits = counter.get("hits")\n        await pause(worker)\n'
            "        counter.update(hits=hits + 1)\n",
        ),
        Fault(
            "the pause is not awaited",
            "        increment(counter)\n        await pause(worker)\n",
            "        increment(counter)\n        pause(worker)\n",
        ),
        Fault(
            "the workers count one after another",
            "    await asyncio.gather(\n"
            "        *[counting(counter, times, worker, pause) for worker in workers]\n    )\n",
            "    for worker in workers:\n        await counting(counter, times, worker, pause)\n",
        ),
        Fault("the workers are not awaited", "    await asyncio.gather(", "    asyncio.gather("),
    ],
)
