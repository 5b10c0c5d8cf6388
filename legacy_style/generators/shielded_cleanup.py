"""A seat is booked or released to the end, although the client is gone.

Web servers cancel a handler whose client hangs up. What has to be done
to the end is a task of its own: the handler shields it, the server has
a reference to it and waits for it before it ends. It says itself what
came of it, since nobody else may be there to be told.
"""

import asyncio
from legacy_style.coroutine import coroutine, run


@coroutine
def book(seat, shop, say):
    """Return "booked", or "released" if that could not be done.

    A seat is released even if reserving it failed: its answer may be
    what was lost.
    """
    try:
        yield from shop.reserve(seat)
        yield from shop.charge(seat)
        outcome = "booked"
    except ConnectionError as error:
        say("clears up:", error)
        yield from shop.release(seat)
        outcome = "released"
    say(seat, outcome)
    return outcome


@coroutine
def handle(seat, shop, works, say):
    """Return the response; what goes on without it is in ``works``."""
    work = asyncio.ensure_future(book(seat, shop, say))
    works.append(work)
    outcome = yield from asyncio.shield(work)
    return f"{seat} is {outcome}"


@coroutine
def main(seat, shop, say=print):
    """Answer a client until it hangs up; end when the work is done."""
    works = []
    hung_up = asyncio.ensure_future(shop.hung_up())
    handler = asyncio.ensure_future(handle(seat, shop, works, say))
    try:
        yield from asyncio.wait(
            [handler, hung_up], return_when=asyncio.FIRST_COMPLETED
        )
        if handler.done():
            say("answers:", handler.result())
        else:
            say("has nobody to answer")
    finally:
        hung_up.cancel()
        handler.cancel()
        yield from asyncio.wait([handler, *works])


if __name__ == "__main__":
    from compare.starts.shielded_cleanup import Shop

    run(main("seat 12A", Shop()))
