import asyncio
from unittest import mock


async def listening():
    return True


@asyncio.coroutine  # found: decorated-coroutine
def start():
    return (yield from listening())


def test_a_server():
    with mock.patch("found.listening"):  # found: mock-of-coroutine
        asyncio.run(start())
