"""What is made for one event loop while another one is current, or none."""
import asyncio
import functools
import sys


def _loop_argument(loop):
    """Return the argument for an event loop, which asyncio takes up to Python 3.9."""
    return {"loop": loop} if sys.version_info < (3, 10) else {}


__version__ = "1"


class Turns(asyncio.Queue):
    def __init__(self, loop, **options):
        super().__init__(3, **_loop_argument(loop), **options)


class Gate(asyncio.Event):
    pass


class Pool:
    def __init__(self, loop, make=asyncio.Semaphore):
        self.loop = loop
        self.free = asyncio.Condition(
            asyncio.Lock(**_loop_argument(loop)),
            **_loop_argument(loop),  # theirs
        )
        self.opened = Gate(**_loop_argument(loop))
        self.turns = Turns(loop)
        self.pause = functools.partial(asyncio.sleep, 0)

    async def use(self, name):
        ready = asyncio.Event()
        ready.set()
        asyncio.Queue()
        await asyncio.wait_for(
            ready.wait(),
            1,  # second
            )
        await asyncio.gather(self.pause(), asyncio.sleep(0))
        await self.turns.put(name)
        async with self.free:
            self.free.notify_all()
        return name

    def all(self, names):
        uses = [self.use(name) for name in names]
        return asyncio.gather(asyncio.ensure_future(self.use("first"), loop=self.loop), *[asyncio.ensure_future(each, loop=self.loop) for each in uses])


asyncio.set_event_loop(None)
loop = asyncio.new_event_loop()
pool = Pool(loop)
print(loop.run_until_complete(pool.all(["second", "third"])), pool.opened.is_set())
print(loop.run_until_complete(asyncio.sleep(0, "slept")))
loop.close()
