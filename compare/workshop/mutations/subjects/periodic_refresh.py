"""The house's rates that are kept fresh; see its contract."""

from legacy_style.generators import periodic_refresh as generators

from compare.contracts.periodic_refresh import DOWN, RATES, living
from compare.workshop.mutations.subject import Fault, Subject
from modern import periodic_refresh as modern
from off_coroutine.engine import Limits, World

SUBJECT = Subject(
    "periodic_refresh",
    rights=[modern, generators],
    world=World(fetch=[RATES, DOWN], fetch_in_vain=[DOWN], stopped=[None]),
    limits=Limits(cancellations=0),
    start=living(seconds=90),
    faults=[
        Fault("the task is not cancelled", "        task.cancel()\n", ""),
        Fault("that the task was cancelled is raised", "await asyncio.wait([task])", "await task"),
        Fault("a failed fetch ends the task", "except OSError as", "except EOFError as"),
        Fault(
            "the first fetch is not waited for",
            "        await refresh()\n        task",
            "        task",
        ),
    ],
)
