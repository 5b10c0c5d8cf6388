"""Refuses what would make a run depend on more than its schedule.

The event loop has no method that reaches the outside; a program can also go past
the loop. So, while a program runs, the ways there are replaced by functions that
raise ``OutsideError``. (Audit hooks would also see names imported before, but
cannot be taken back, and threads and ``time.sleep`` have audit events only since
Python 3.12 and 3.13.)
"""

import asyncio
import contextlib
import functools
import os
import socket
import subprocess
import threading
import time
from typing import Any, Callable, Iterator, List, Tuple

_PROCESS = "Give the program an operation of its world instead of a process."
_SOCKET = "Give the program an operation of its world instead of a socket."
_THREAD = "Give the program an operation of its world instead of a thread."

_WAYS: List[Tuple[Any, str, str]] = [
    (asyncio, "new_event_loop", "It runs in an event loop already, the only one that it needs."),
    (os, "fork", _PROCESS),
    (os, "posix_spawn", _PROCESS),
    (os, "system", _PROCESS),
    (socket, "getaddrinfo", _SOCKET),
    (socket.socket, "__init__", _SOCKET),
    (subprocess.Popen, "__init__", _PROCESS),
    (threading.Thread, "start", _THREAD),
    (time, "sleep", "Use asyncio.sleep: it takes virtual time."),
]

watched: Any = None  # the event loop of the program that runs now


class EscapeError(RuntimeError):
    """The program reached for the outside without going through its world."""


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """Refuse the outside to the programs that this thread runs meanwhile."""
    thread = threading.get_ident()
    replacements: List[Tuple[Any, str, Any]] = [
        (owner, name, _refusing(thread, owner, name, cure))
        for owner, name, cure in _WAYS
        if hasattr(owner, name)
    ]
    # Where asyncio puts bare coroutines into a set (as_completed, up to 3.10 wait), it
    # starts them in the order of their addresses; here it is the order given.
    replacements.append((asyncio.tasks, "set", _in_order))
    with contextlib.ExitStack() as stack:
        for owner, name, replacement in replacements:
            if name in vars(owner):
                stack.callback(setattr, owner, name, vars(owner)[name])
            else:
                stack.callback(delattr, owner, name)
            setattr(owner, name, replacement)
        yield


def _refusing(thread: int, owner: Any, name: str, cure: str) -> Callable[..., Any]:
    original = getattr(owner, name)
    used = owner.__name__ if name == "__init__" else "{}.{}".format(owner.__name__, name)

    @functools.wraps(original)
    def replacement(*args: Any, **kwargs: Any) -> Any:
        if watched is not None and threading.get_ident() == thread:
            refuse(watched, "the program used {}. {}".format(used, cure))
        return original(*args, **kwargs)

    return replacement


def refuse(loop: Any, message: str) -> None:
    """Raise OutsideError, and keep the first, since the program may swallow it."""
    error = EscapeError(message)
    if loop.outside is None:
        loop.outside = error
    raise error


def not_repeatable(name: str) -> EscapeError:
    """Return the error for a program that the schedule alone does not determine."""
    return EscapeError(
        "{} did not do the same twice under the same schedule: keep it from random numbers, "
        "real time, what an earlier run changed, and the order of sets".format(name)
    )


def _in_order(*items: Any) -> Any:
    return dict.fromkeys(*items) if items else set()


def refusing(name: str) -> Callable[..., None]:
    """Return an event loop's method of this name, which refuses."""
    message = "the program asked the event loop for {}(), ".format(name)
    if name in ("close", "run_forever", "run_until_complete", "stop"):
        message += "which is the engine's to do. Await something instead."
    else:
        message += (
            "which reaches the outside. "
            "Give it to the program as an operation of its world: World({}=[...])".format(name)
        )

    def method(self: Any, *args: Any, **kwargs: Any) -> None:
        refuse(self, message)

    return method
