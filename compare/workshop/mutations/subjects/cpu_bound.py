"""Two jobs for an executor; see its contract."""

from legacy_style.generators import cpu_bound as generators

from compare.contracts.cpu_bound import jobs
from compare.workshop.mutations.subject import Fault, Subject
from modern import cpu_bound as modern
from off_coroutine.engine import NEVER, World

SUBJECT = Subject(
    "cpu_bound",
    rights=[modern, generators],
    start=jobs(10, 20),
    world=World(submit=[4, 8, MemoryError(), NEVER]),
    faults=[
        Fault(
            "a job is submitted when the one before has ended",
            "        asyncio.wrap_future(executor.submit(primes_below, limit))\n"
            "        for limit in limits\n    ]\n",
            "    ]\n    for limit in limits:\n"
            "        jobs.append(asyncio.wrap_future(executor.submit(primes_below, limit)))\n"
            "        await asyncio.wait(jobs)\n",
        ),
        Fault(
            "the counts come in the order in which the jobs end",
            "await asyncio.gather(*jobs)",
            "[await job for job in asyncio.as_completed(jobs)]",
        ),
        Fault("waits without an end", "timeout=patience", "timeout=None"),
        Fault(
            "gives up the jobs that are late",
            "    if running:\n",
            "    for job in running:\n        job.cancel()\n    if running:\n",
        ),
    ],
)
