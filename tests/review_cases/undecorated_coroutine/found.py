import asyncio

from tornado.testing import AsyncTestCase, gen_test


class Waiting(AsyncTestCase):
    @gen_test
    def test_a_turn(self):  # found: undecorated-coroutine
        yield from asyncio.sleep(0)
