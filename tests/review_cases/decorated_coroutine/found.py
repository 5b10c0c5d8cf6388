import asyncio
import sys

import pytest


@asyncio.coroutine  # found: decorated-coroutine
def waits():
    yield from asyncio.sleep(0)


if sys.version_info >= (3, 7):

    @asyncio.coroutine  # found: decorated-coroutine
    def runs():
        yield from asyncio.sleep(0)


@pytest.mark.skipif(sys.version_info < (3, 7), reason="there is no asyncio.run")
def test_that_it_runs():
    @asyncio.coroutine  # found: decorated-coroutine
    def starts():
        yield from asyncio.sleep(0)

    asyncio.run(starts())
