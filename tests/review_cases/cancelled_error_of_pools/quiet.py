import asyncio
import concurrent.futures


async def main(log, pool):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        log("cancelled")
    try:
        pool.submit(print).result()
        await asyncio.sleep(1)
    except concurrent.futures.CancelledError:
        log("cancelled")
    try:
        await asyncio.sleep(1)
    except (asyncio.CancelledError, concurrent.futures.CancelledError):
        log("cancelled")
    try:
        await asyncio.sleep(1)
    except concurrent.futures.CancelledError:
        raise
    try:
        log()
    except concurrent.futures.CancelledError:
        log("cancelled")
    try:
        await asyncio.sleep(1)
    except:
        log("left")
        raise
