import asyncio
import concurrent.futures
from concurrent.futures import CancelledError


async def main(log):
    try:
        while True:
            await asyncio.sleep(1)
    except CancelledError:  # found: cancelled-error-of-pools
        log("cancelled")
    try:
        await asyncio.sleep(1)
    except (ValueError, concurrent.futures.CancelledError):  # found: cancelled-error-of-pools
        log("cancelled")
