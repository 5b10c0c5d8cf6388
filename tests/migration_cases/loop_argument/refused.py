import asyncio
import sys


def made(loop):
    arguments = {"loop": loop}
    return asyncio.Lock(**arguments)  # refused: one of `**` arguments


def first(loop, coroutines):
    for future in asyncio.as_completed(coroutines, loop=loop):  # refused: outside of a coroutine
        return future


def unpacked(loop, *sizes):
    return asyncio.Queue(loop=loop, *sizes)  # refused: `*` arguments follow it


def guarded(loop):
    if sys.version_info < (3, 10):
        return asyncio.Lock(loop=loop)
    return asyncio.Lock()
