"""A weather station for the first coroutine; any Python from 3.6 on."""

import asyncio

DEGREES = {"London": 11}


async def measure(city: str) -> int:
    """Return the degrees in a city, after 0.1 s.

    Raises:
        LookupError: there is no station.
    """
    await asyncio.sleep(0.1)
    if city not in DEGREES:
        raise LookupError("no station in " + city)
    return DEGREES[city]
