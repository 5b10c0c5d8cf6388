"""Writes what becomes of each test as soon as it is known, so that a run that is stopped
still tells which tests passed, and in which one it stood.

Loaded by the test runner of the package, on its Python: keeps to what 3.6 reads.
"""

import json
import os
import signal

SECONDS = 20


def start(test):
    """Record that a test starts; raise TimeoutError in it if it takes too long."""
    record(test, "started")
    signal.signal(signal.SIGALRM, _stop)
    # Again and again, since an event loop logs what one of its callbacks raises and goes on.
    signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)


def end():
    """Let the next test take its time."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def record(test, outcome, message=""):
    """Append a line to the file named by the environment variable CORPUS_OUTCOMES.

    outcome is ``started``, ``passed``, ``skipped`` or ``failed``.
    """
    with open(os.environ["CORPUS_OUTCOMES"], "a") as file:
        file.write(json.dumps([test, outcome, message]) + "\n")


def _stop(number, frame):
    raise TimeoutError("not done after {} s".format(SECONDS))
