"""Three mirrors: one is offline, one is fast, one is slow; any Python from 3.6 on."""

import asyncio

SECONDS = {"Oslo": 0.1, "Lima": 0.2, "Rome": 60}
MIRRORS = ["Rome", "Lima", "Oslo"]
OFFLINE = ["Oslo"]


async def ask(mirror: str) -> str:
    """Return the answer of a mirror.

    Raises:
        ConnectionError: the mirror is offline.
    """
    try:
        await asyncio.sleep(SECONDS[mirror])
    except asyncio.CancelledError:
        print("cancelled:", mirror)
        raise
    print("ended:", mirror)
    if mirror in OFFLINE:
        raise ConnectionRefusedError(mirror + " is offline")
    return "hello from " + mirror
