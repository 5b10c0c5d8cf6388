"""The same work in every style: each function does it so many times, then is done.

Natively a hop is a call. With promises a call is more: the function returns a promise,
which the one that its handler returns has to follow.
"""

import asyncio
from typing import Any


def answer(value: Any = None) -> asyncio.Future[Any]:
    """Return a future that has the value in the next turn of the event loop."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, value)
    return future
