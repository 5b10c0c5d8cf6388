"""Tasks give up control only where they await.

What stands between two awaits is atomic, so no update of a counter is
lost; with an await between reading and writing, the others write in
between. Threads give up control anywhere: they lose updates by the
same ``increment`` by which tasks lose none.
"""

import asyncio
from legacy_style.coroutine import coroutine, run


def increment(counter):
    """Add a hit to the counter: read, then write."""
    hits = counter.get("hits")
    counter.update(hits=hits + 1)


@coroutine
def count(counter, times, worker, pause):
    """Add that many hits; ``pause(worker)`` is awaited after each."""
    for _ in range(times):
        increment(counter)
        yield from pause(worker)


@coroutine
def count_carelessly(counter, times, worker, pause):
    """Add that many hits, but pause between reading and writing."""
    for _ in range(times):
        hits = counter.get("hits")
        yield from pause(worker)
        counter.update(hits=hits + 1)


@coroutine
def together(counting, times, workers, pause):
    """Return the hits when each worker has added that many.

    ``counting`` is one of the two functions above.
    """
    counter = {"hits": 0}
    yield from asyncio.gather(
        *[counting(counter, times, worker, pause) for worker in workers]
    )
    return counter["hits"]


if __name__ == "__main__":
    from compare.starts import shared_counter as start

    given = start.TIMES, start.WORKERS
    hits = run(together(count, *given, start.pause))
    start.report("tasks, no await in between", hits)
    hits = run(together(count_carelessly, *given, start.pause))
    start.report("tasks, an await in between", hits)
    hits = start.in_threads(increment, *given)
    start.report("threads, the same increment", hits)
