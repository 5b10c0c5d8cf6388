"""Stops a program that computes without end, which no event loop can."""

import contextlib
import signal
import threading
from typing import Any, Iterator

from off_coroutine.engine import isolation
from off_coroutine.engine.isolation import EscapeError

PATIENCE = 10.0  # seconds that one schedule may take; it takes less than a millisecond


class _StopError(BaseException):
    """Leaves the program, through ``except Exception`` too."""


@contextlib.contextmanager
def watching(seconds: float) -> Iterator[None]:
    """Stop a program one of whose schedules takes longer than ``seconds``, or up to twice that.

    Uses SIGALRM; where that is missing, or outside the main thread, nothing is watched.

    Raises:
        OutsideError: a program was stopped; it names the line.
    """
    before: Any = None  # the event loop that ran at the last tick

    def tick(_: int, frame: Any) -> None:
        nonlocal before
        loop = isolation.watched
        if loop is not None and loop is before:
            code = frame.f_code
            loop.outside = EscapeError(
                "the program neither ended nor waited for its world within {:g} s, "
                "at {}:{} in {}".format(seconds, code.co_filename, frame.f_lineno, code.co_name)
            )
            raise _StopError
        before = loop

    in_main_thread = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not in_main_thread:
        yield
        return
    handler = signal.signal(signal.SIGALRM, tick)
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    except _StopError:
        raise before.outside from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
