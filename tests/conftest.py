"""What holds for every test."""

import signal

import pytest


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """A shell keeps Ctrl-C from what it starts in the background, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
