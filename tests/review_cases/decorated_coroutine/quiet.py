import asyncio
import sys
import unittest

import pytest

if sys.version_info < (3, 11):

    @asyncio.coroutine
    def legacy():
        yield from asyncio.sleep(0)


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="asyncio.coroutine is gone")
def test_the_legacy_kind():
    @asyncio.coroutine
    def waits():
        yield from asyncio.sleep(0)

    asyncio.run(waits())


@unittest.skipUnless(sys.version_info < (3, 11), "asyncio.coroutine is gone")
class OfLegacyCode(unittest.TestCase):
    @asyncio.coroutine
    def waits(self):
        yield from asyncio.sleep(0)
