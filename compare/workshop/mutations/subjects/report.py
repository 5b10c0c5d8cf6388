# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Two questions, with a pause between them, within ten seconds in total."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


async def native(world):
    async def ask():
        user = await world.find_user()
        await asyncio.sleep(4)
        return user, await world.find_orders(user)

    try:
        answer = await asyncio.wait_for(ask(), 10)
    except TimeoutError:
        world.say("too late")
        return None
    world.say("in time")
    return answer


@coroutine
def generators(world):
    @coroutine
    def ask():
        user = yield from world.find_user()
        yield from asyncio.sleep(4)
        return user, (yield from world.find_orders(user))

    try:
        answer = yield from asyncio.wait_for(ask(), 10)
    except TimeoutError:
        world.say("too late")
        return None
    world.say("in time")
    return answer


async def with_timeout(world):
    try:
        async with asyncio.timeout(10):
            user = await world.find_user()
            await asyncio.sleep(4)
            answer = user, await world.find_orders(user)
    except TimeoutError:
        world.say("too late")
        return None
    world.say("in time")
    return answer


SUBJECT = Subject(
    "report",
    rights=[native, generators, with_timeout],
    world=World(find_user=["ada", KeyError("nobody")], find_orders=[[1, 2], []]),
    faults=[
        Fault(
            "the timeout holds for the first question only",
            "        answer = await asyncio.wait_for(ask(), 10)\n",
            "        user = await asyncio.wait_for(world.find_user(), 10)\n"
            "        await asyncio.sleep(4)\n"
            "        answer = user, await world.find_orders(user)\n",
        ),
        Fault(
            "each question has ten seconds of its own",
            "        answer = await asyncio.wait_for(ask(), 10)\n",
            "        user = await asyncio.wait_for(world.find_user(), 10)\n"
            "        await asyncio.sleep(4)\n"
            "        answer = user, await asyncio.wait_for(world.find_orders(user), 10)\n",
        ),
        Fault("no timeout", "asyncio.wait_for(ask(), 10)", "ask()"),
        Fault("milliseconds for seconds", "ask(), 10", "ask(), 10_000"),
        Fault("goes on after the timeout", "wait_for(ask(),", "wait_for(asyncio.shield(ask()),"),
        Fault(
            "a late answer is used",
            "answer = await asyncio.wait_for(ask(), 10)\n",
            "asking = asyncio.ensure_future(ask())\n"
            "        await asyncio.wait([asking], timeout=10)\n"
            "        answer = await asking\n",
        ),
        Fault("another error is told as a timeout", "TimeoutError", "(TimeoutError, KeyError)"),
        Fault("expects a cancellation", "TimeoutError", "asyncio.CancelledError"),
        Fault("raises what it should tell", "return None", "raise"),
        Fault("the first answer is not awaited", "user = await world", "user = world"),
        Fault(
            "the second question is asked before the pause",
            "        await asyncio.sleep(4)\n        return user, await world.find_orders(user)\n",
            "        orders = world.find_orders(user)\n"
            "        await asyncio.sleep(4)\n        return user, await orders\n",
        ),
        Fault(
            "awaits again what has timed out",
            "        answer = await asyncio.wait_for(ask(), 10)\n"
            '    except TimeoutError:\n        world.say("too late")\n        return None\n',
            "        asking = ask()\n        answer = await asyncio.wait_for(asking, 10)\n"
            '    except TimeoutError:\n        world.say("too late")\n'
            "        answer = await asking\n",
        ),
    ],
)
