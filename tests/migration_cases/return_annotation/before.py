import asyncio
import typing
from typing import Any, Awaitable, Dict, Generator


@asyncio.coroutine
def names(count: int) -> Generator[Any, None, Dict[str, int]]:
    yield from asyncio.sleep(0)
    return {"name": count}


@asyncio.coroutine
def later(name) -> "typing.Generator[Any, None, str]":
    return (yield from asyncio.sleep(0, name))


@asyncio.coroutine
def number() -> Awaitable[int]:
    return asyncio.sleep(0, 1)


@asyncio.coroutine
def main() -> None:
    print((yield from names(1)), (yield from later("later")), (yield from number()))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
