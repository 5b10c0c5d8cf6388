import asyncio
import contextlib
import types
import unittest

import elsewhere
import pytest


class Isolated(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.value = 1

    async def asyncSetUp(self):
        await asyncio.sleep(0)

    async def test_native(self):
        await asyncio.sleep(0)

    async def helper(self):
        await asyncio.sleep(0)

    def values(self):
        yield 1

    @contextlib.contextmanager
    def testing(self):
        yield 1


class Mixin:
    async def test_mixed_in(self):
        await asyncio.sleep(0)


class Mixed(Mixin, unittest.IsolatedAsyncioTestCase):
    pass


class Elsewhere(elsewhere.TestCase):
    async def test_native(self):
        await asyncio.sleep(0)


class Running(unittest.TestCase):
    def run(self, result=None):
        return asyncio.run(super().run(result))

    async def test_native(self):
        await asyncio.sleep(0)


class Decorated(unittest.TestCase):
    @elsewhere.run_in_a_loop
    async def test_native(self):
        await asyncio.sleep(0)


@pytest.fixture
def opened():
    yield 1


@types.coroutine
def turn():
    yield


def test_what_unittest_says():
    class Failing(unittest.TestCase):
        async def test_native(self):
            await asyncio.sleep(0)

    assert Failing("test_native").run()
