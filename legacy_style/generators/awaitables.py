"""Whatever can be awaited is awaited alike.

A Future is completed by somebody else, a coroutine runs when it is
awaited, a Task also runs before that, and an object of another class
is what its author makes of it: here a query, sent when it is awaited.
"""

import asyncio
from legacy_style.coroutine import coroutine, run


class Query:
    """A customer to be found by name; awaiting it finds it."""

    def __init__(self, find, name):
        self.find = find
        self.name = name

    def __iter__(self):
        customer = yield from self.find(self.name)
        return customer


@coroutine
def customer_of(find, name):
    """Return the customer of a name."""
    customer = yield from find(name)
    return customer


@coroutine
def main(find, say=print):
    """Say what a Future, a coroutine, a Task and an object give.

    ``find(name)`` returns a Future of a customer.
    """
    customer = yield from find("Ada")
    say("a Future gives", customer)

    customer = yield from customer_of(find, "Edsger")
    say("a coroutine gives", customer)

    task = asyncio.ensure_future(customer_of(find, "Grace"))
    customer = yield from task
    say("a Task gives", customer)

    customer = yield from Query(find, "Kristen")
    say("an object gives", customer)


if __name__ == "__main__":
    from compare.starts.awaitables import find

    run(main(find))
