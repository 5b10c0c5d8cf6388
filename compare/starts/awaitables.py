"""A directory of customers that answers by callback; any Python from 3.6 on."""

import asyncio
from typing import Any

CUSTOMERS = {
    "Ada": "Ada Lovelace",
    "Edsger": "Edsger Dijkstra",
    "Grace": "Grace Hopper",
    "Kristen": "Kristen Nygaard",
}


def find(name: str) -> Any:
    """Return a Future of the customer of a name, which a timer completes after 0.05 s."""
    loop = asyncio.get_event_loop()
    future = loop.create_future()

    def answer() -> None:
        if not future.done():  # it may have been cancelled
            future.set_result(CUSTOMERS[name])

    loop.call_later(0.05, answer)
    return future
