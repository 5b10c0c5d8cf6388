"""A connection is closed whatever happens, even if cancelled again meanwhile."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import Limits, World


async def native(world):
    async def close():
        closing = asyncio.ensure_future(world.close(connection))
        try:
            await asyncio.shield(closing)
        finally:
            await closing

    connection = await world.connect()
    try:
        world.say(await world.query(connection))
    finally:
        await close()


@coroutine
def generators(world):
    @coroutine
    def close():
        closing = asyncio.ensure_future(world.close(connection))
        try:
            yield from asyncio.shield(closing)
        finally:
            yield from closing

    connection = yield from world.connect()
    try:
        world.say((yield from world.query(connection)))
    finally:
        yield from close()


async def with_wait(world):
    connection = await world.connect()
    try:
        world.say(await world.query(connection))
    finally:
        closing = world.close(connection)
        try:
            await asyncio.wait([closing])
        except asyncio.CancelledError:
            await closing
            raise


SUBJECT = Subject(
    "query",
    rights=[native, generators, with_wait],
    world=World(connect=["socket 4"], query=["rows", OSError("broken pipe")], close=[None]),
    limits=Limits(cancellations=2),
    faults=[
        Fault(
            "clean-up skipped when cancelled",
            "    finally:\n        await close()\n",
            "    except Exception:\n        await close()\n        raise\n    await close()\n",
        ),
        Fault(
            "clean-up skipped when the query fails",
            "    finally:\n        await close()\n",
            "    except asyncio.CancelledError:\n        await close()\n        raise\n"
            "    await close()\n",
        ),
        Fault("the shield is dropped", "asyncio.shield(closing)", "closing"),
        Fault(
            "the shielded clean-up is not waited for",
            "        finally:\n            await closing\n",
            "        finally:\n            pass\n",
        ),
        Fault("clean-up is not awaited", "await close()", "close()"),
        Fault("clean-up is left to a task", "await close()", "asyncio.ensure_future(close())"),
        Fault(
            "a `return` in `finally` swallows it all",
            "        await close()\n",
            "        await close()\n        return\n",
        ),
        Fault(
            "suppresses its cancellation",
            "    finally:\n        await close()\n",
            "    except asyncio.CancelledError:\n        pass\n"
            "    finally:\n        await close()\n",
        ),
        Fault(
            "logs every error and goes on",
            "    finally:\n        await close()\n",
            "    except BaseException as error:\n        world.say(repr(error))\n"
            "    finally:\n        await close()\n",
        ),
        Fault(
            "closes before the rows are there",
            "world.say(await world.query(connection))\n    finally:\n        await close()\n",
            "rows = world.query(connection)\n    finally:\n        await close()\n"
            "    world.say(await rows)\n",
        ),
        Fault("closes another connection", "close(connection)", "close(None)"),
    ],
)
