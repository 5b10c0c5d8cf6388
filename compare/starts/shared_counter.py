"""Workers for the shared counter: tasks that pause, and threads; any Python from 3.6 on."""

import asyncio
import sys
import threading
from typing import Any, Callable, Dict, Sequence

WORKERS = ["Ada", "Edsger", "Grace"]
TIMES = 5000
ROUNDS = 200


async def pause(worker: str) -> None:
    """Let the other tasks run."""
    await asyncio.sleep(0)


def report(how: str, hits: int) -> None:
    """Print how many hits a counter has, and how many it should have."""
    print("{}: {} of {} hits".format(how, hits, TIMES * len(WORKERS)))


def in_threads(
    increment: Callable[[Dict[str, int]], Any], times: int, workers: Sequence[str]
) -> int:
    """Return the hits when a thread for each worker has incremented that often.

    Where threads change places is up to chance. So they do it as often as they can, and
    again until a hit is lost: in about one round in four, and at most ROUNDS.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(ROUNDS):
            hits = _one_round(increment, times, workers)
            if hits < times * len(workers):
                break
        return hits
    finally:
        sys.setswitchinterval(interval)


def _one_round(
    increment: Callable[[Dict[str, int]], Any], times: int, workers: Sequence[str]
) -> int:
    counter = {"hits": 0}
    start = threading.Barrier(len(workers))

    def work() -> None:
        start.wait()
        for _ in range(times):
            increment(counter)

    threads = [threading.Thread(target=work, name=worker) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter["hits"]
