import asyncio
import sys


def made(loop):
    arguments = {"loop": loop}
    return asyncio.Lock(**arguments)  # refused: one of `**` arguments


def first(loop, coroutines):
    for future in asyncio.as_completed(coroutines, loop=loop):  # refused: outside of a coroutine
        return future


def guarded(loop):
    if sys.version_info < (3, 10):
        return asyncio.Lock(loop=loop)
    return asyncio.Lock()
