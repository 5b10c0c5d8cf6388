"""Three servers, only one of them worth a retry, and chance; any Python from 3.6 on."""

import asyncio
import itertools
import random

jitter = random.random
_tries = itertools.count(1)


async def busy() -> str:
    """Return a page at the third try.

    Raises:
        ConnectionError: at the first two tries.
    """
    await asyncio.sleep(0.05)
    if next(_tries) < 3:
        raise ConnectionResetError("the server is busy")
    return "welcome"


async def closed() -> str:
    """Raise ConnectionError at every try."""
    await asyncio.sleep(0.05)
    raise ConnectionRefusedError("the server is closed")


async def forbidden() -> str:
    """Raise PermissionError, which no other try would change."""
    await asyncio.sleep(0.05)
    raise PermissionError("this page is not for you")
