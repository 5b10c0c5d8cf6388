import asyncio
import types
import unittest
from unittest import mock

import pytest


class Isolated(unittest.IsolatedAsyncioTestCase):
    @types.coroutine
    def asyncSetUp(self):  # found: unrun-test
        yield from asyncio.sleep(0)

    async def setUp(self):  # found: unrun-test
        await asyncio.sleep(0)

    @types.coroutine
    def test_typed(self):  # found: unrun-test
        yield from asyncio.sleep(0)

    def test_values(self):  # found: unrun-test
        yield 1


class Plain(unittest.TestCase):
    async def test_native(self):  # found: unrun-test
        await asyncio.sleep(0)

    def test_generator(self):  # found: unrun-test
        yield 1


class Derived(Plain):
    async def test_native(self):  # found: unrun-test
        await asyncio.sleep(0)


@pytest.fixture
@types.coroutine
def database():  # found: unrun-test
    yield from asyncio.sleep(0)


@types.coroutine
def test_of_pytest():  # found: unrun-test
    yield from asyncio.sleep(0)


class Patched(unittest.TestCase):
    @mock.patch("os.getcwd")
    async def test_native(self, getcwd):  # found: unrun-test
        await asyncio.sleep(0)
