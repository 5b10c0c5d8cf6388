"""`StopIteration`.

Once a way to return a value, now an error: `return value` in a coroutine, a sentinel or an
exception of your own elsewhere.
"""

import asyncio

from compare.workshop.versions.probes.probe import probe


@probe
async def in_native():
    """`next(iter([]))` in `async def`"""

    async def body():
        return next(iter([]))

    await body()


@probe
def in_generator():
    """`next(iter([]))` in an undecorated generator

    Where it works, the generator ends early and says nothing.
    """

    def body():
        yield next(iter([]))

    list(body())


@probe
async def set_on_future():
    """`future.set_exception(StopIteration())`"""
    asyncio.get_event_loop().create_future().set_exception(StopIteration())


@probe
async def awaited_from_future():
    """`await` of a Future with that exception"""
    future = asyncio.get_event_loop().create_future()
    future.set_exception(StopIteration())
    await future


@probe
async def in_executor():
    """`loop.run_in_executor(None, next, iter([]))`

    Where it hangs, the Future of the executor can never be given its exception.
    """
    loop = asyncio.get_event_loop()
    await loop.run_in_executor(None, next, iter([]))
