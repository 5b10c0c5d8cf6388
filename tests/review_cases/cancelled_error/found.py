import asyncio
import concurrent.futures
from concurrent.futures import CancelledError


async def main(log):
    try:
        await asyncio.sleep(1)
    except Exception as error:  # found: cancelled-error
        if isinstance(error, asyncio.CancelledError):
            log("cancelled")
            raise
        log(error)


async def pools(log):
    try:
        while True:
            await asyncio.sleep(1)
    except CancelledError:  # found: cancelled-error
        log("cancelled")
    try:
        await asyncio.sleep(1)
    except (ValueError, concurrent.futures.CancelledError):  # found: cancelled-error
        log("cancelled")
