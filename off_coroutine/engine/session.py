"""What holds for the whole process while programs run."""

import asyncio
import contextlib
import gc
import signal
import sys
import threading
import warnings
from typing import Any, Iterator

from off_coroutine.engine import isolation


class Session:
    """Collects warnings, refuses the outside, keeps Ctrl-C and the garbage collector out of runs.

    Ctrl-C waits for the end of the run: the program would see it as an exception of
    its own. A second one does not wait, since a program may compute without end.

    When the collector starts by itself depends on how much was allocated before,
    and with it when a future, a coroutine or a generator in a cycle is dropped.

    A context manager; gives the list to which warnings are added.

    Raises:
        RuntimeError: an event loop is running already in this thread.
    """

    def __enter__(self) -> Any:
        if asyncio._get_running_loop() is not None:
            raise RuntimeError(
                "the engine runs an event loop of its own: call it from a plain function, "
                "not from a coroutine"
            )
        with contextlib.ExitStack() as stack:
            stack.enter_context(isolation.refused())
            warned = stack.enter_context(warnings.catch_warnings(record=True))
            warnings.simplefilter("always")
            stack.enter_context(_unraisable_reported())
            stack.enter_context(_interrupted_between_runs())
            if gc.isenabled():
                stack.callback(gc.enable)
                gc.disable()
            self._stack = stack.pop_all()
        return warned

    def __exit__(self, *_: Any) -> None:
        self._stack.close()


@contextlib.contextmanager
def _unraisable_reported() -> Iterator[None]:
    """Give the running loop what Python 3.8 and later would only print."""
    before = getattr(sys, "unraisablehook", None)

    def report(unraisable: Any) -> None:
        loop = asyncio._get_running_loop()
        if loop is not None:
            loop.call_exception_handler(
                {"message": "exception ignored", "exception": unraisable.exc_value}
            )
        elif before is not None:
            before(unraisable)

    if before is not None:
        sys.unraisablehook = report
    try:
        yield
    finally:
        if before is not None:
            sys.unraisablehook = before


@contextlib.contextmanager
def _interrupted_between_runs() -> Iterator[None]:
    """Let Ctrl-C wait for the end of a run, where it would raise KeyboardInterrupt."""
    before = signal.getsignal(signal.SIGINT)
    in_main_thread = threading.current_thread() is threading.main_thread()
    if before is not signal.default_int_handler or not in_main_thread:
        yield
        return

    def interrupt(*_: Any) -> None:
        loop = isolation.watched
        if loop is None or loop.interrupted:
            raise KeyboardInterrupt
        loop.interrupted = True

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
