"""The token that the demo of the lock fetches; any Python from 3.6 on."""

import asyncio


async def fetch() -> str:
    """Return a token, after as long as a network takes, and say that it was fetched."""
    print("fetching a token")
    await asyncio.sleep(0.1)
    return "token-1"
