"""A process that leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from os import PathLike
from subprocess import DEVNULL, PIPE
from typing import IO

LONGEST_LINE = 2**24  # bytes


@dataclass(frozen=True)
class Child:
    """A running process and what it prints."""

    process: subprocess.Popen[bytes]
    output: asyncio.StreamReader
    errors: asyncio.StreamReader

    async def ended(self) -> int:
        """Return its status when it has ended."""
        while self.process.poll() is None:
            await asyncio.sleep(0.01)
        return self.process.returncode


@asynccontextmanager
async def started(*words: str | PathLike[str]) -> AsyncIterator[Child]:
    """Start a process in a group of its own; in the end kill what is left of the group.

    Not asyncio's own subprocess: when that is cancelled while it starts, it kills the
    process only, and waits for its children.

    Raises:
        OSError: it cannot be started.
    """
    process = subprocess.Popen(
        words, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with ExitStack() as stack:
        stack.callback(_kill, process)
        output, errors = [await _read(pipe, stack) for pipe in (process.stdout, process.stderr)]
        yield Child(process, output, errors)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


async def _read(pipe: IO[bytes], stack: ExitStack) -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(LONGEST_LINE)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    stack.callback(transport.close)
    return reader
