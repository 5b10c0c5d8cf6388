"""All at once, and one of them fails or is late.

Who asks many at the same time has to say what one failure means: that
there is no result, that there is one less, or, if what counts is the
time, whatever is there by then. In no case does anybody go on running.
"""

import asyncio
from legacy_style.coroutine import coroutine, run


@coroutine
def stop(tasks):
    """Cancel what has not ended yet, and wait until it has."""
    for task in tasks:
        task.cancel()
    yield from asyncio.gather(*tasks, return_exceptions=True)


def tell(answers, say):
    """Say each answer: a price, or the error there is instead."""
    for answer in answers:
        kind = "error:" if isinstance(answer, Exception) else "price:"
        say(kind, answer)


@coroutine
def all_or_none(price_of, shops, say=print):
    """Say the sum of all the prices, or the OSError that prevents it.

    The first failure stops the others. ``price_of(shop)`` is awaited.
    """
    tasks = [asyncio.ensure_future(price_of(shop)) for shop in shops]
    try:
        try:
            prices = yield from asyncio.gather(*tasks)
        finally:
            yield from stop(tasks)
    except OSError as error:
        say("no sum:", error)
    else:
        say("the sum:", sum(prices))


@coroutine
def each_for_itself(price_of, shops, say=print):
    """Say the price or the error of every shop."""
    answers = yield from asyncio.gather(
        *[price_of(shop) for shop in shops], return_exceptions=True
    )
    tell(answers, say)


@coroutine
def whoever_is_in_time(price_of, shops, seconds, say=print):
    """Say the prices and errors there are after that many seconds."""
    tasks = [asyncio.ensure_future(price_of(shop)) for shop in shops]
    try:
        done, late = yield from asyncio.wait(tasks, timeout=seconds)
    finally:
        yield from stop(tasks)
    in_time = [task for task in tasks if task in done]
    tell([task.exception() or task.result() for task in in_time], say)
    say("late:", len(late))


if __name__ == "__main__":
    from compare.starts.fan_out import price_of

    run(all_or_none(price_of, ["Rome", "Lima", "Oslo"]))
    run(each_for_itself(price_of, ["Lima", "Oslo"]))
    run(whoever_is_in_time(price_of, ["Rome", "Lima", "Oslo"], 0.3))
