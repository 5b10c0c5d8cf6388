from tornado.locks import Condition, Event
from tornado.testing import AsyncTestCase, gen_test


class Waiting(AsyncTestCase):
    """Tornado's own generators, which it runs on any Python."""

    @gen_test
    def test_the_others_have_a_turn(self):
        condition = Condition()
        condition.notify()
        yield

    def check(self, event):
        event.set()
        yield event.wait()

    @gen_test
    def test_an_event(self):
        yield from self.check(Event())
