"""A ticket shop and an impatient client for the demo of shield; any Python from 3.6 on."""

import asyncio


class Shop:
    """Reserves in 0.1 s, then fails to charge in 0.2 s; its client hangs up in between."""

    async def reserve(self, seat: str) -> None:
        await asyncio.sleep(0.1)
        print("reserved", seat)

    async def charge(self, seat: str) -> None:
        """Raises ConnectionError."""
        await asyncio.sleep(0.2)
        raise ConnectionError("the bank does not answer")

    async def release(self, seat: str) -> None:
        await asyncio.sleep(0.1)
        print("released", seat)

    async def hung_up(self) -> None:
        """Return when the client is gone."""
        await asyncio.sleep(0.2)
        print("the client hangs up")
