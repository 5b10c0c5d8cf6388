"""Tasks give up control only where they await.

What stands between two awaits is atomic, so no update of a counter is
lost; with an await between reading and writing, the others write in
between. Threads give up control anywhere: they lose updates by the
same ``increment`` by which tasks lose none.
"""

from legacy_style.promises.promise import Promise, run


def increment(counter):
    """Add a hit to the counter: read, then write."""
    hits = counter.get("hits")
    counter.update(hits=hits + 1)


def count(counter, times, worker, pause):
    """Add that many hits; ``pause(worker)`` is awaited after each."""

    def paused(_):
        return count(counter, times - 1, worker, pause)

    if not times:
        return Promise.resolve(None)
    increment(counter)
    return Promise.resolve(pause(worker)).then(paused)


def count_carelessly(counter, times, worker, pause):
    """Add that many hits, but pause between reading and writing."""

    def paused(_):
        counter.update(hits=hits + 1)
        return count_carelessly(counter, times - 1, worker, pause)

    if not times:
        return Promise.resolve(None)
    hits = counter.get("hits")
    return Promise.resolve(pause(worker)).then(paused)


def together(counting, times, workers, pause):
    """Return the hits when each worker has added that many.

    ``counting`` is one of the two functions above.
    """

    def ended(_):
        return counter["hits"]

    counter = {"hits": 0}
    return Promise.all(
        [counting(counter, times, worker, pause) for worker in workers]
    ).then(ended)


if __name__ == "__main__":
    from compare.starts import shared_counter as start

    given = start.TIMES, start.WORKERS
    hits = run(together, count, *given, start.pause)
    start.report("tasks, no await in between", hits)
    hits = run(together, count_carelessly, *given, start.pause)
    start.report("tasks, an await in between", hits)
    hits = start.in_threads(increment, *given)
    start.report("threads, the same increment", hits)
