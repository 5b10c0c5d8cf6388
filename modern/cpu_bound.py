"""A CPU-bound job runs beside the event loop, in another process.

Tasks are concurrent, not parallel: one thread runs them all. A job that
computes instead of waiting would stop every other task. Handed to an
executor it is one more thing to wait for; whether jobs then run faster
is the executor's business: processes share no lock, threads do.
"""

import asyncio
from asyncio import run


def primes_below(limit):
    """Return how many primes there are below ``limit``."""
    return sum(
        all(
            number % divisor
            for divisor in range(2, int(number**0.5) + 1)
        )
        for number in range(2, limit)
    )


async def main(executor, limits, patience, say=print):
    """Return how many primes there are below each limit, as a list.

    ``executor`` has a method ``submit``, as a process pool. If the jobs
    take longer than ``patience`` seconds, say how many are running.
    """
    jobs = [
        asyncio.wrap_future(executor.submit(primes_below, limit))
        for limit in limits
    ]
    _, running = await asyncio.wait(jobs, timeout=patience)
    if running:
        say("the event loop is free while", len(running), "jobs run")
    counts = await asyncio.gather(*jobs)
    return counts


if __name__ == "__main__":
    from compare.starts.cpu_bound import LIMITS, PATIENCE, measure

    measure(
        primes_below,
        lambda executor: run(main(executor, LIMITS, PATIENCE)),
    )
