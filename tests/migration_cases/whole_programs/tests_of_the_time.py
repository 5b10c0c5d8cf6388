import asyncio
import functools
import unittest


def async_test(function):
    @functools.wraps(function)
    def call(self, *args, **kwargs):
        return self.loop.run_until_complete(function(self, *args, **kwargs))

    return call


class EchoTest(unittest.TestCase):
    def setUp(self):
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

    def tearDown(self):
        self.loop.close()

    def test_nested(self):
        @asyncio.coroutine
        def go():
            self.assertEqual((yield from self.echo(1)), 1)
            print("nested")

        self.loop.run_until_complete(go())

    def test_undecorated(self):
        def go():
            self.assertEqual((yield from self.echo(2)), 2)
            with self.assertRaises(ValueError):
                yield from self.fail_later()
            print("undecorated")

        self.loop.run_until_complete(go())

    @async_test
    def test_run_by_decorator(self):
        self.assertEqual((yield from self.echo(3)), 3)
        print("run by a decorator")

    def echo(self, value):
        yield from asyncio.sleep(0)
        return value

    def fail_later(self):
        yield from asyncio.sleep(0)
        raise ValueError


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(EchoTest).run(result)
print(result)
assert result.wasSuccessful(), result.failures + result.errors
