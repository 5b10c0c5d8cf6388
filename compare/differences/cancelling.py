"""Cancelling reaches what a coroutine waits for, but not what a promise waits for."""

import asyncio
from legacy_style.coroutine import coroutine
from legacy_style.promises.promise import Promise

from compare.contracts import customer_endpoint, sleep_ordering
from compare.differences import KnownDifference
from compare.styles import STYLES, load_all
from off_coroutine.engine import Limits, World

CANCELLED = "the program is cancelled"


def of_program(contract, number, name, remedy):
    """Return a contract's example as it is when the program can be cancelled."""
    example = contract.examples[number]
    scenario = example.scenario(load_all(contract.program, STYLES))
    return KnownDifference(
        name,
        remedy,
        scenario.programs,
        apart={"promises": [CANCELLED]},
        world=scenario.world,
        limits=Limits(cancellations=1),
    )


QUERY_GOES_ON = of_program(
    customer_endpoint.CONTRACT,
    0,
    "cancelling the customer endpoint drops its query, but not through a promise",
    "Code that relied on the query going on needs a shield; the other way round, a query "
    "that nobody waits for any more is now dropped.",
)
SLEEP_GOES_ON = of_program(
    sleep_ordering.CONTRACT,
    0,
    "cancelling the sleep demo ends its sleeps, but not through promises",
    "A task that a promise wraps goes on after its promise is given up: hold it, and cancel it.",
)


async def modern(world):
    receipt = await asyncio.shield(world.charge(10))
    world.say("keeps", receipt)


@coroutine
def generators(world):
    receipt = yield from asyncio.shield(world.charge(10))
    world.say("keeps", receipt)


def promises(world):
    def charged(receipt):
        world.say("keeps", receipt)

    return Promise.resolve(world.charge(10)).then(charged)


SAME_TURN = KnownDifference(
    "a result that arrives in the turn of a cancellation is lost, but not to a promise",
    "What must not be lost belongs into the shielded work itself, not after the await.",
    {"modern": modern, "generators": generators, "promises": promises},
    apart={"promises": ["charge(10) gives 'receipt'", "at once: " + CANCELLED]},
    world=World(charge=["receipt"]),
    limits=Limits(cancellations=1, simultaneous=2),
)
