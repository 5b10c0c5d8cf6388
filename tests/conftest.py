"""What holds for every test."""

import signal

import pytest


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """A shell keeps Ctrl-C from what it starts in the background, and its children inherit that.

    So they do with the end of a terminal that `nohup` keeps from them.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
