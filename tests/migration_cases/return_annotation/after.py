import asyncio
import typing
from typing import Any, Awaitable, Dict, Generator


async def names(count: int) -> Dict[str, int]:
    await asyncio.sleep(0)
    return {"name": count}


async def later(name) -> "str":
    return await asyncio.sleep(0, name)


async def number() -> int:
    return await asyncio.sleep(0, 1)


async def main() -> None:
    print(await names(1), await later("later"), await number())


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
