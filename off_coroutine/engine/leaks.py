"""What a program leaves behind, and the end of it."""

import asyncio
import contextlib
import gc
from typing import Any, List

from off_coroutine.engine.describe import describe
from off_coroutine.engine.loop import EventLoop

_STEPS = 10000  # callbacks that what was left may still run while it is ended


def left_behind(loop: EventLoop, main: Any) -> List[str]:
    """Return the failures that nobody looked at and the tasks besides ``main``, as texts."""
    left = []
    unfinished = 0
    for future in loop.futures:
        if not future.done():
            unfinished += isinstance(future, asyncio.Task) and future is not main
        elif not future.cancelled() and future._log_traceback:
            left.append("unhandled " + describe(future.exception()))
    if unfinished:
        left.append("{} unfinished task(s)".format(unfinished))
    return left + reported(loop)


def reported(loop: EventLoop) -> List[str]:
    """Return what the default exception handler was told since the last call, as texts."""
    texts = [
        "unhandled " + describe(problem["exception"])
        if problem.get("exception")
        else str(problem["message"])
        for problem in loop.problems
    ]
    loop.problems.clear()
    return texts


def never_awaited(warned: List[Any]) -> List[str]:
    """Return the warnings about coroutines that were never awaited, as texts."""
    return [
        str(warning.message).partition("\n")[0]
        for warning in warned
        if warning.category is RuntimeWarning
    ]


def end(loop: EventLoop) -> None:
    """End what is left as ``asyncio.run`` would, and let go of it.

    Tasks are cancelled, async generators closed, and garbage is collected, so
    that what nobody refers to any more has warned or reported by then.
    """
    for _ in range(3):
        unfinished = _unfinished(loop)
        generators = [each for each in (weak() for weak in loop.generators) if each is not None]
        if not unfinished and not generators and not loop.ready:
            break
        loop.generators.clear()
        for task in unfinished:
            task.cancel()
        for generator in generators:
            loop.create_task(generator.aclose())
        steps = _STEPS
        while loop.ready and steps > 0:
            steps -= len(loop.ready)
            with contextlib.suppress(SystemExit):
                loop.turn()
    for task in _unfinished(loop):  # although it was cancelled three times
        task._log_destroy_pending = False
        with contextlib.suppress(Exception, asyncio.CancelledError):
            task._coro.close()
    for future in loop.futures:
        if future.done() and not future.cancelled():
            future.exception()
    loop.forget()
    gc.collect(0)  # runs are short, and nothing older is theirs


def _unfinished(loop: EventLoop) -> List[Any]:
    return [
        future for future in loop.futures if not future.done() and isinstance(future, asyncio.Task)
    ]
