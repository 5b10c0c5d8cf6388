import asyncio


async def sleep(loop, seconds):  # refused: a parameter without a default follows
    print("asleep")


asyncio.sleep = sleep
