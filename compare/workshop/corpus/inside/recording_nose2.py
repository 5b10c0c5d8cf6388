"""A plugin of nose2 that records outcomes."""

from nose2.events import Plugin
from recording import end, record, start


class Recording(Plugin):
    alwaysOn = True

    def startTest(self, event):
        start(event.test.id())

    def stopTest(self, event):
        end()

    def testOutcome(self, event):
        outcome = "failed" if event.outcome in ("failed", "error") else event.outcome
        message = "{0.__name__}: {1}".format(*event.exc_info) if event.exc_info else ""
        record(event.test.id(), outcome, message)
