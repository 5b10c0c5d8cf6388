"""What is made for one event loop while another one is current, or none."""
import asyncio
import functools

__version__ = "1"


class Turns(asyncio.Queue):
    def __init__(self, loop, **options):
        super().__init__(3, loop=loop, **options)


class Gate(asyncio.Event):
    pass


class Pool:
    def __init__(self, loop, make=asyncio.Semaphore):
        self.loop = loop
        self.free = asyncio.Condition(
            asyncio.Lock(loop=loop),
            loop=loop,  # theirs
        )
        self.opened = Gate(loop=loop)
        self.turns = Turns(loop)
        self.pause = functools.partial(asyncio.sleep, 0, loop=loop)

    @asyncio.coroutine
    def use(self, name):
        ready = asyncio.Event(loop=self.loop)
        ready.set()
        asyncio.Queue(loop=None)
        yield from asyncio.wait_for(
            ready.wait(),
            1,  # second
            loop=self.loop)
        yield from asyncio.gather(self.pause(), asyncio.sleep(0, loop=self.loop), loop=self.loop)
        yield from self.turns.put(name)
        with (yield from self.free):
            self.free.notify_all()
        return name

    def all(self, names):
        uses = [self.use(name) for name in names]
        return asyncio.gather(self.use("first"), *uses, loop=self.loop)


asyncio.set_event_loop(None)
loop = asyncio.new_event_loop()
pool = Pool(loop)
print(loop.run_until_complete(pool.all(["second", "third"])), pool.opened.is_set())
print(loop.run_until_complete(asyncio.sleep(0, "slept", loop=loop)))
loop.close()
