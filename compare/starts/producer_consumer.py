"""A fast source and a slow store for the demo of the queue; any Python from 3.6 on."""

import asyncio


async def fetch(number: int) -> str:
    """Return a page, and say so; takes 0.02 s."""
    await asyncio.sleep(0.02)
    print("fetched page", number)
    return "page {}".format(number)


async def store(page: str) -> None:
    """Take a page, and say so; takes 0.1 s.

    Raises:
        OSError: it is page 4.
    """
    await asyncio.sleep(0.1)
    if page == "page 4":
        raise OSError("the disk is full")
    print("stored", page)
