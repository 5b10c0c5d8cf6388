"""Who may wait for the object that a call returns, and for whom its body may."""

import asyncio
import types

from compare.workshop.versions.probes.ways import expected, suspending, way


def drive(generator):
    """Step through a generator to its end, and return the word for its result."""
    try:
        while True:
            next(generator)
    except StopIteration as end:
        return expected(end.value)


@way("`await c`")
async def awaits(decorate):
    return expected(await decorate(suspending())())


@way("`yield from c` in a function of the kind")
async def within_its_kind(decorate):
    def body():
        return (yield from decorate(suspending())())

    return expected(await asyncio.ensure_future(decorate(body)()))


@way("`yield from c` in an undecorated generator")
def within_undecorated(decorate):
    def generator():
        return (yield from decorate(suspending())())

    return drive(generator())


@way("`yield from asyncio.sleep(0)` inside it")
async def sleeps(decorate):
    def body():
        yield from asyncio.sleep(0)
        return "done"

    return expected(await asyncio.ensure_future(decorate(body)()))


@way("`yield from` a native coroutine inside it")
async def delegates_to_native(decorate):
    async def native():
        return "done"

    def body():
        c = native()
        try:
            return (yield from c)
        finally:
            c.close()

    return expected(await asyncio.ensure_future(decorate(body)()))


@way("`__iter__` made by it, `yield from obj`")
def as_iter(decorate):
    def body(self):
        return (yield from suspending()())

    obj = type("Iterable", (), {"__iter__": decorate(body)})()

    @types.coroutine
    def generator():
        return (yield from obj)

    return drive(generator())


@way("`__await__` made by it, `await obj`")
async def as_await(decorate):
    def body(self):
        return (yield from suspending()())

    obj = type("Awaitable", (), {"__await__": decorate(body)})()
    return expected(await obj)
