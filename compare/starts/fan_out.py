"""Shops to ask for a price: one is closed, one takes an hour; any Python from 3.6 on."""

import asyncio

SECONDS = {"Oslo": 0.1, "Lima": 0.2, "Rome": 3600}
PRICES = {"Oslo": 12, "Lima": 30, "Rome": 15}


async def price_of(shop: str) -> int:
    """Return the price of a shop.

    Raises:
        ConnectionError: Lima is closed.
    """
    try:
        await asyncio.sleep(SECONDS[shop])
    except asyncio.CancelledError:
        print("stopped:", shop)
        raise
    if shop == "Lima":
        raise ConnectionRefusedError(shop + " is closed")
    return PRICES[shop]
