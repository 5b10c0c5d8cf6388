"""A seat is booked or released to the end, although the client is gone.

Web servers cancel a handler whose client hangs up. What has to be done
to the end is a task of its own: the handler shields it, the server has
a reference to it and waits for it before it ends. It says itself what
came of it, since nobody else may be there to be told.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


def book(seat, shop, say):
    """Return "booked", or "released" if that could not be done.

    A seat is released even if reserving it failed: its answer may be
    what was lost.
    """

    def reserved(_):
        return shop.charge(seat)

    def charged(_):
        return "booked"

    def failed(error):
        if not isinstance(error, ConnectionError):
            raise error
        say("clears up:", error)
        return Promise.try_(shop.release, seat).then(released)

    def released(_):
        return "released"

    def ended(outcome):
        say(seat, outcome)
        return outcome

    reserving = Promise.try_(shop.reserve, seat)
    booking = reserving.then(reserved).then(charged)
    return booking.catch(failed).then(ended)


def handle(seat, shop, works, say):
    """Return the response; what goes on without it is in ``works``."""

    def ended(outcome):
        return f"{seat} is {outcome}"

    work = book(seat, shop, say)
    works.append(work)
    return work.then(ended)  # no shield: nothing cancels a promise


def main(seat, shop, say=print):
    """Answer a client until it hangs up; end when the work is done."""
    works = []
    hung_up = asyncio.ensure_future(shop.hung_up())
    handler = handle(seat, shop, works, say)

    def raced(response):
        if response is not None:
            say("answers:", response)
        else:
            say("has nobody to answer")

    def ended():
        hung_up.cancel()
        return Promise.all_settled([handler, *works])

    return Promise.race([handler, hung_up]).then(raced).finally_(ended)


if __name__ == "__main__":
    from compare.starts.shielded_cleanup import Shop

    run(main, "seat 12A", Shop())
