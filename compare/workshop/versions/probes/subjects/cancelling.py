"""Cancellation and time-outs.

From Python 3.8 on a cancellation passes `except Exception`. Legacy code that relied on the handler
to clean up must use `finally`; code that re-raised `CancelledError` by hand still may.
"""

import asyncio
import concurrent.futures

from compare.workshop.versions.probes.probe import probe


@probe
def base():
    """`asyncio.CancelledError` is a kind of"""
    return "Exception" if issubclass(asyncio.CancelledError, Exception) else "BaseException"


@probe
def futures_cancelled():
    """it is `concurrent.futures.CancelledError`

    Catch asyncio's for tasks, and the other for what `Future.result` of a pool raises.
    """
    return "yes" if asyncio.CancelledError is concurrent.futures.CancelledError else "no"


async def _cancelled(body):
    task = asyncio.ensure_future(body())
    await asyncio.sleep(0)
    task.cancel()
    return await task


@probe
async def except_exception():
    """`except Exception:` swallows a cancellation

    On the older Pythons put `except asyncio.CancelledError: raise` in front of it.
    """

    async def body():
        try:
            await asyncio.sleep(1)
        except Exception:
            return "yes"
        return ""

    try:
        return await _cancelled(body)
    except asyncio.CancelledError:
        return "no"


@probe
async def except_bare():
    """`except:` swallows a cancellation

    Catch `Exception`, or raise again.
    """

    async def body():
        try:
            await asyncio.sleep(1)
        except:  # noqa: E722 - it is what legacy code has
            return "yes"

    return await _cancelled(body)


@probe
def builtin_timeout():
    """`asyncio.TimeoutError is TimeoutError`

    Catch `asyncio.TimeoutError`: that is right everywhere.
    """
    return "yes" if asyncio.TimeoutError is TimeoutError else "no"


@probe
def futures_timeout():
    """`asyncio.TimeoutError is futures.TimeoutError`"""
    return "yes" if asyncio.TimeoutError is concurrent.futures.TimeoutError else "no"


@probe
def timeout_base():
    """`asyncio.TimeoutError` is a kind of `OSError`

    Put its handler in front of that of `OSError`, or a time-out is taken for a broken connection.
    """
    return "yes" if issubclass(asyncio.TimeoutError, OSError) else "no"


@probe
async def message():
    """`task.cancel("reason")`"""
    task = asyncio.ensure_future(asyncio.sleep(1))
    await asyncio.sleep(0)
    task.cancel("reason")
    try:
        await task
    except asyncio.CancelledError as error:
        return None if error.args == ("reason",) else "reason lost"


@probe
async def before_the_start():
    """cancelled before its start: runs `finally`

    What is before the first `await` has not run either.
    """
    ran = []

    async def body():
        try:
            await asyncio.sleep(1)
        finally:
            ran.append(True)

    task = asyncio.ensure_future(body())
    task.cancel()
    await asyncio.wait([task])
    return "yes" if ran else "no"
