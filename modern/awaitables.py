"""Whatever can be awaited is awaited alike.

A Future is completed by somebody else, a coroutine runs when it is
awaited, a Task also runs before that, and an object of another class
is what its author makes of it: here a query, sent when it is awaited.
"""

import asyncio
from asyncio import run


class Query:
    """A customer to be found by name; awaiting it finds it."""

    def __init__(self, find, name):
        self.find = find
        self.name = name

    def __await__(self):
        return self.find(self.name).__await__()


async def customer_of(find, name):
    """Return the customer of a name."""
    customer = await find(name)
    return customer


async def main(find, say=print):
    """Say what a Future, a coroutine, a Task and an object give.

    ``find(name)`` returns a Future of a customer.
    """
    customer = await find("Ada")
    say("a Future gives", customer)

    customer = await customer_of(find, "Edsger")
    say("a coroutine gives", customer)

    task = asyncio.create_task(customer_of(find, "Grace"))
    customer = await task
    say("a Task gives", customer)

    customer = await Query(find, "Kristen")
    say("an object gives", customer)


if __name__ == "__main__":
    from compare.starts.awaitables import find

    run(main(find))
