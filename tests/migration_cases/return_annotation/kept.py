import asyncio
from typing import Iterator


async def name() -> Iterator:  # refused: does not say
    return await asyncio.sleep(0, "a name")


loop = asyncio.new_event_loop()
print(loop.run_until_complete(name()))
loop.close()
