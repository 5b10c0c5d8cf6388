import asyncio
import concurrent.futures


async def main(log, pool):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        log(error)
    try:
        await asyncio.sleep(1)
    except BaseException as error:
        if isinstance(error, asyncio.CancelledError):
            raise
    try:
        pool.submit(print).result()
        await asyncio.sleep(1)
    except concurrent.futures.CancelledError:
        log("cancelled")
    try:
        await asyncio.sleep(1)
    except (asyncio.CancelledError, concurrent.futures.CancelledError):
        raise
    try:
        log()
    except Exception as error:
        log(isinstance(error, asyncio.CancelledError))
    try:
        await asyncio.sleep(1)
    except:
        log("left")
        raise
    try:
        await asyncio.sleep(1)
    except concurrent.futures.CancelledError:
        raise
    except Exception as error:
        if isinstance(error, asyncio.CancelledError):
            raise
        log(error)
