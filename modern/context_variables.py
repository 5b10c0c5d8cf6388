"""A request's id goes along: through tasks, callbacks and threads.

Whoever notes something need not be told for which request it is. Each
request is a task, with a context of its own; what it starts gets a
copy of that, except for threads. Python 3.7 or later.
"""

import asyncio
import contextvars
from asyncio import run

REQUEST = contextvars.ContextVar("REQUEST", default="no request")


def note(say, *words):
    """Say the words, after the request they belong to."""
    say(f"[{REQUEST.get()}]", *words)


def bill(prices, say):
    """Return the sum of the prices; blocks, so it runs in a thread."""
    note(say, "adds up")
    return sum(prices)


async def price_of(item, find, say):
    """Return the price of an item."""
    price = await find(item)
    note(say, item, "costs", price)
    return price


async def handle(request, items, find, in_thread, say):
    """Note what all items cost; after a second note that it is slow.

    ``in_thread(function, *args)`` gives an awaitable of the result.
    """
    REQUEST.set(request)
    loop = asyncio.get_event_loop()
    slow = loop.call_later(1, note, say, "is slow")
    try:
        prices = await asyncio.gather(
            *[price_of(item, find, say) for item in items]
        )
        context = contextvars.copy_context()
        total = await in_thread(context.run, bill, prices, say)
        note(say, "costs", total)
    finally:
        slow.cancel()


async def main(requests, find, in_thread, say=print):
    """Handle all requests together, each an id and its items."""
    await asyncio.gather(
        *[
            handle(request, items, find, in_thread, say)
            for request, items in requests
        ]
    )
    note(say, "all handled")


if __name__ == "__main__":
    from compare.starts.context_variables import find, in_thread

    requests = [("A1", ["tea", "cup"]), ("B2", ["pot"])]
    run(main(requests, find, in_thread))
