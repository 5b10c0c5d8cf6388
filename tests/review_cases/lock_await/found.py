import asyncio

lock = asyncio.Lock()


class Pool:
    def __init__(self):
        self._waiting = asyncio.Condition()
        self._lock = asyncio.Lock()

    async def acquire(self):
        with await self._lock:  # found: lock-await
            pass
        with (await self._waiting):  # found: lock-await
            pass


async def main():
    with await lock:  # found: lock-await
        pass


async def by_name(locks, key, semaphore: asyncio.Semaphore):
    with await locks[key]:  # found: lock-await
        pass
    with await semaphore:  # found: lock-await
        pass
