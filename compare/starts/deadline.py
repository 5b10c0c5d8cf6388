"""A server that takes its time; any Python from 3.6 on."""

import asyncio

SECONDS = 0.3


class Server:
    """Takes ``connect`` seconds to connect and ``send`` to answer; says what is open."""

    def __init__(self, connect: float, send: float) -> None:
        self._connect = connect
        self._send = send

    async def connect(self) -> str:
        await asyncio.sleep(self._connect)
        print("connected")
        return "a connection"

    async def send(self, connection: str, question: str) -> str:
        await asyncio.sleep(self._send)
        return question + " In 42 minutes."

    async def close(self, connection: str) -> None:
        await asyncio.sleep(0.05)
        print("closed")
