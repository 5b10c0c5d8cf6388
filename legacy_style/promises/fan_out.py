"""All at once, and one of them fails or is late.

Who asks many at the same time has to say what one failure means: that
there is no result, that there is one less, or, if what counts is the
time, whatever is there by then. In no case does anybody go on running.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


def stop(tasks):
    """Cancel what has not ended yet, and wait until it has."""
    for task in tasks:
        task.cancel()
    return Promise.all_settled(tasks)


def tell(answers, say):
    """Say each answer: a price, or the error there is instead."""
    for answer in answers:
        kind = "error:" if isinstance(answer, Exception) else "price:"
        say(kind, answer)


def all_or_none(price_of, shops, say=print):
    """Say the sum of all the prices, or the OSError that prevents it.

    The first failure stops the others. ``price_of(shop)`` is awaited.
    """

    def failed(error):
        if not isinstance(error, OSError):
            raise error
        say("no sum:", error)

    def added(prices):
        say("the sum:", sum(prices))

    tasks = [asyncio.ensure_future(price_of(shop)) for shop in shops]
    return (
        Promise.all(tasks)
        .finally_(lambda: stop(tasks))
        .then(added, failed)
    )


def each_for_itself(price_of, shops, say=print):
    """Say the price or the error of every shop."""

    def answered(settled):
        tell([each.reason or each.value for each in settled], say)

    return Promise.all_settled([price_of(shop) for shop in shops]).then(
        answered
    )


def whoever_is_in_time(price_of, shops, seconds, say=print):
    """Say the prices and errors there are after that many seconds."""

    def waited(sets):
        done, late = sets
        in_time = [task for task in tasks if task in done]
        tell(
            [task.exception() or task.result() for task in in_time], say
        )
        say("late:", len(late))

    tasks = [asyncio.ensure_future(price_of(shop)) for shop in shops]
    return (
        Promise.resolve(asyncio.wait(tasks, timeout=seconds))
        .finally_(lambda: stop(tasks))
        .then(waited)
    )


if __name__ == "__main__":
    from compare.starts.fan_out import price_of

    run(all_or_none, price_of, ["Rome", "Lima", "Oslo"])
    run(each_for_itself, price_of, ["Lima", "Oslo"])
    run(whoever_is_in_time, price_of, ["Rome", "Lima", "Oslo"], 0.3)
