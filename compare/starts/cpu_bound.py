"""Measures the CPU-bound jobs in threads and in processes; any Python from 3.6 on."""

import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Callable, List

LIMITS = [60000] * 4
PATIENCE = 0.02  # seconds; a job takes longer
WORKERS = 2


def measure(
    primes_below: Callable[[int], int], in_executor: Callable[[Executor], List[int]]
) -> None:
    """Print how much faster the jobs are in two threads, and in two processes.

    The measure is the time they take one after another, without an event loop.
    ``in_executor(executor)`` does them all and returns what they return.
    """
    start = time.perf_counter()
    counts = [primes_below(limit) for limit in LIMITS]
    alone = time.perf_counter() - start
    print("one after another:", counts)
    for name, executor in (
        ("threads", ThreadPoolExecutor(WORKERS)),
        ("processes", ProcessPoolExecutor(WORKERS)),
    ):
        with executor:
            # All the workers are started by then, which is not measured.
            list(executor.map(time.sleep, [0.05] * WORKERS))
            start = time.perf_counter()
            counts = in_executor(executor)
            ratio = alone / (time.perf_counter() - start)
        print("in {} {}: {}, {:.1f} times as fast".format(WORKERS, name, counts, ratio))
