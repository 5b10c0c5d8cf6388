"""A race of three mirrors; see its contract."""

from legacy_style.generators import first_wins as generators

from compare.contracts.first_wins import BROKEN, DEFECT, race
from compare.workshop.mutations.subject import Fault, Subject
from modern import first_wins as modern
from off_coroutine.engine import NEVER, World

SUBJECT = Subject(
    "first_wins",
    rights=[modern, generators],
    start=race,
    world=World(ask=["hello", BROKEN, DEFECT, NEVER]),
    faults=[
        Fault(
            "the losers go on",
            "        for task in tasks:\n            task.cancel()\n"
            "        await asyncio.gather(*tasks, return_exceptions=True)\n",
            "        pass\n",
        ),
        Fault(
            "the mirror in front is waited for, not the fastest",
            "in asyncio.as_completed(tasks)",
            "in tasks",
        ),
        Fault("a broken mirror ends the race", "except OSError", "except InterruptedError"),
        Fault("a defect is a lost race", "except OSError", "except Exception"),
        Fault(
            "mirrors are asked one after another",
            "tasks = [asyncio.ensure_future(ask(mirror)) for mirror in mirrors]",
            "tasks = []\n    for mirror in mirrors:\n"
            "        tasks.append(asyncio.ensure_future(ask(mirror)))\n"
            "        await asyncio.wait(tasks)",
        ),
    ],
)
