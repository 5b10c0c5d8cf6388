"""The server: connections in, answers out.

One event loop on one thread, so a command is answered as a whole before the next one starts
and needs no locks; a connection that is slow, half sent or held by a fault waits alone.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from . import housekeeping, reading, wire, writing
from .dispatch import run
from .errors import Code, CommandError
from .state import State

_COMMANDS = housekeeping.COMMANDS | reading.COMMANDS | writing.COMMANDS


class Server:
    def __init__(self) -> None:
        self._state = State()

    async def start(self, listening: socket.socket) -> None:
        """Serves whoever connects, as long as the event loop runs."""
        await asyncio.start_server(self._serve, sock=listening)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await wire.read(reader)
                answer = await self._answer(request)
                if answer is None:
                    break
                if request.expects_answer:
                    writer.write(wire.answer(request, answer))
                    await writer.drain()
        except (wire.MessageError, asyncio.IncompleteReadError, OSError):
            pass
        except asyncio.CancelledError:
            pass  # by the end of the loop; asyncio.streams would log it as an error
        finally:
            writer.close()

    async def _answer(self, request: wire.Request) -> dict[str, Any] | None:
        """The answer; None when a fault wants the connection closed instead."""
        name = next(iter(request.command))
        if request.legacy and name not in housekeeping.HANDSHAKES:
            return CommandError(
                Code.UnsupportedOpQueryCommand,
                f"Unsupported OP_QUERY command: {name}. The client driver may require an upgrade.",
            ).answer()
        fault = self._state.fail_point.take(name)
        if fault:
            await asyncio.sleep(fault.delay)
            if fault.closes:
                return None
            if fault.error:
                return fault.error.answer()
        return run(_COMMANDS, self._state, request.command)
