"""What the demo of context variables looks up, and where it blocks; Python 3.7 or later."""

import asyncio
import time
from typing import Any, Awaitable, Callable

PRICES = {"tea": 4, "cup": 7, "pot": 20}


async def find(item: str) -> int:
    """Return the price of an item; the pot takes longer than a second."""
    await asyncio.sleep(1.2 if item == "pot" else 0.1)
    return PRICES[item]


def in_thread(function: Callable[..., Any], *args: Any) -> "Awaitable[Any]":
    """Return an awaitable of what a thread of the loop's pool makes of the call."""

    def block() -> Any:
        time.sleep(0.05)
        return function(*args)

    return asyncio.get_event_loop().run_in_executor(None, block)
