"""Runs the probes inside an interpreter.

``python -m compare.workshop.versions.probes.observe`` prints a line of JSON when a probe starts,
``[subject, title]``, and one when it has ended, ``[subject, title, cell]``.
"""

import asyncio
import inspect
import json
import logging
import re
import signal
import warnings
from typing import Any, Callable

from compare.workshop.versions.probes.probe import ABSENT, HANGS, WARNS, WORKS, Probe, subjects

PATIENCE = 2.0  # seconds for one probe; the longest that ends takes about 0.1
DEPRECATIONS = (DeprecationWarning, PendingDeprecationWarning)


class Hang(KeyboardInterrupt):
    """A probe has not ended in time. Of this kind because it ends an event loop at once."""


def observe(probe: Probe, patience: float = PATIENCE) -> str:
    """Return the cell of a probe: a mark, a word, or the name of the exception it raises."""

    def give_up(*_: Any) -> None:
        raise Hang

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        asyncio.set_event_loop_policy(None)  # forgets the current event loop
        warnings.simplefilter("always")
        before = signal.signal(signal.SIGALRM, give_up)
        signal.setitimer(signal.ITIMER_REAL, patience)
        try:
            word = _run(probe.run)
        except Hang:
            return HANGS
        except (Exception, asyncio.CancelledError) as error:
            return _raised(error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    warned = any(issubclass(warning.category, DEPRECATIONS) for warning in caught)
    return ", ".join(filter(None, [word, WARNS if warned else None])) or WORKS


def _run(function: Callable[[], Any]) -> Any:
    if not inspect.iscoroutinefunction(function):
        return function()
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(function())
    finally:
        loop.close()


def _raised(error: BaseException) -> str:
    """A name that Python, a module or a class does not have is absent."""
    if isinstance(error, NameError) or re.match("(module|type object) .* has no", str(error)):
        return ABSENT
    return type(error).__name__


def main() -> None:
    logging.disable(logging.CRITICAL)  # what asyncio logs is in the cells, where it matters
    for subject in subjects():
        for probe in subject.probes:
            print(json.dumps([subject.title, probe.title]), flush=True)
            print(json.dumps([subject.title, probe.title, observe(probe)]), flush=True)


if __name__ == "__main__":
    main()
