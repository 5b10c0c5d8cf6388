"""What the shell gives a command and hears of it: streams, signals, an exit status."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from off_coroutine.options import TERMINATED, USAGE


def complain(program: str, text: str) -> None:
    """Print one line of a program on stderr, if anything can be printed there."""
    with suppress(OSError):
        print(f"{program}: {text}", file=sys.stderr)


def run(main: Callable[[], int], program: str = "off-coroutine") -> int:
    """Return the exit status of ``main``, which has the main thread.

    Characters that the encoding of a stream lacks are escaped. Output that cannot be
    written is wrong usage; that nobody reads the rest of it is none. SIGTERM does what
    Ctrl-C does, so that nothing is left behind, and ends with a status of its own.
    """
    if sys.stdout is None:
        complain(program, "standard output is closed: open it, or send it to /dev/null")
        return USAGE
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # So a script starts what runs in its background. Ctrl-C stays without effect, but asyncio
        # and the engine end in order only where they find Python's own handler.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        signal.signal(signal.SIGINT, signal.default_int_handler)
    terminated = False

    def terminate(_: int, frame: FrameType | None) -> None:
        nonlocal terminated
        terminated = True
        interrupt = signal.getsignal(signal.SIGINT)
        assert callable(interrupt)
        interrupt(signal.SIGINT, frame)

    signal.signal(signal.SIGTERM, terminate)
    status = _written(main, program)
    return TERMINATED if terminated else status


def _written(main: Callable[[], int], program: str) -> int:
    """Return the exit status when all output is written, or cannot be."""
    try:
        try:
            return main()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        complain(program, str(error))
        return USAGE


def _drop_output() -> None:
    """Keep the interpreter from writing, at its end, what could not be written before."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
