"""Whatever can be awaited is awaited alike.

A Future is completed by somebody else, a coroutine runs when it is
awaited, a Task also runs before that, and an object of another class
is what its author makes of it: here a query, sent when it is awaited.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


class Query:
    """A customer to be found by name; awaiting it finds it."""

    def __init__(self, find, name):
        self.find = find
        self.name = name

    def then(self, resolve, reject):
        Promise.resolve(self.find(self.name)).then(resolve, reject)


def customer_of(find, name):
    """Return the customer of a name."""

    def found(customer):
        return customer

    return Promise.resolve(find(name)).then(found)


def main(find, say=print):
    """Say what a Future, a coroutine, a Task and an object give.

    ``find(name)`` returns a Future of a customer.
    """

    def future_completed(customer):
        say("a Future gives", customer)
        return customer_of(find, "Edsger")

    def coroutine_returned(customer):
        say("a coroutine gives", customer)
        return asyncio.ensure_future(customer_of(find, "Grace"))

    def task_ended(customer):
        say("a Task gives", customer)
        return Query(find, "Kristen")

    def object_resolved(customer):
        say("an object gives", customer)

    return (
        Promise.resolve(find("Ada"))
        .then(future_completed)
        .then(coroutine_returned)
        .then(task_ended)
        .then(object_resolved)
    )


if __name__ == "__main__":
    from compare.starts.awaitables import find

    run(main, find)
