"""Refuses what would make a run depend on more than its schedule.

The event loop refuses its own network methods; a program can also go past it
with ``socket``, ``subprocess`` or ``time.sleep``. The audit events of the first
two (Python 3.8 and later) are refused while a program runs, and ``time.sleep``
is replaced, because only Python 3.13 and later audit it.
"""

import sys
import threading
import time
from typing import Any, Callable, Optional, Tuple

from compare.engine.loop import EventLoop, OutsideError

_CURES = {
    "socket.__new__": "Give the program an operation of its world instead of a socket.",
    "subprocess.Popen": "Give the program an operation of its world instead of a process.",
    "os.system": "Give the program an operation of its world instead of a process.",
    "os.fork": "Give the program an operation of its world instead of a process.",
    "os.posix_spawn": "Give the program an operation of its world instead of a process.",
    "_thread.start_new_thread": "Give the program an operation of its world instead of a thread.",
    "time.sleep": "Use asyncio.sleep: it takes virtual time.",
}

Sleep = Callable[[Any], None]

watched: Optional[EventLoop] = None  # the loop of the program that runs now
_thread = 0
_installed = False


def install() -> Sleep:
    """Start to refuse, for programs of this thread; return the real sleep."""
    global _thread, _installed
    _thread = threading.get_ident()
    if not _installed and hasattr(sys, "addaudithook"):
        sys.addaudithook(_audit)
        _installed = True
    sleep = time.sleep

    def refusing(seconds: Any) -> None:
        _audit("time.sleep", (seconds,))
        sleep(seconds)

    time.sleep = refusing
    return sleep


def uninstall(sleep: Sleep) -> None:
    """Give the real sleep back. An audit hook stays, and lets everything pass."""
    time.sleep = sleep


def _audit(event: str, args: Tuple[Any, ...]) -> None:
    if watched is not None and event in _CURES and threading.get_ident() == _thread:
        error = OutsideError("the program used {}. {}".format(event, _CURES[event]))
        if watched.outside is None:
            watched.outside = error
        raise error
