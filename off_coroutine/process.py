"""A process that leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Any

LONGEST_LINE = 2**24  # bytes
PATIENCE = 60.0  # seconds without a word until a process is said to hang


class FailedError(Exception):
    """A process did not do what it was asked; the message says why, in a word first."""


@dataclass(frozen=True)
class Child:
    """A running process and what it prints."""

    process: subprocess.Popen[bytes]
    output: asyncio.StreamReader
    errors: asyncio.StreamReader

    async def ended(self) -> int:
        """Return its status when it has ended."""
        return await ended(self.process)


@asynccontextmanager
async def started(*words: str | PathLike[str]) -> AsyncIterator[Child]:
    """Start a process as ``group`` does, and read what it prints.

    Raises:
        OSError: it cannot be started.
    """
    with group(words, stdout=PIPE, stderr=PIPE) as process, ExitStack() as stack:
        assert process.stdout is not None
        assert process.stderr is not None
        output, errors = [await _read(pipe, stack) for pipe in (process.stdout, process.stderr)]
        yield Child(process, output, errors)


@contextmanager
def group(
    words: Sequence[str | PathLike[str]], **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process in a group of its own; in the end kill what is left of the group.

    Not asyncio's own subprocess: when that is cancelled while it starts, it kills the
    process only, and waits for its children.

    Args:
        options: as ``subprocess.Popen`` takes them.

    Raises:
        OSError: it cannot be started.
    """
    process = subprocess.Popen(words, stdin=DEVNULL, start_new_session=True, **options)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def ended(process: subprocess.Popen[bytes]) -> int:
    """Return the status of a process when it has ended."""
    while process.poll() is None:
        await asyncio.sleep(0.01)
    return process.returncode


def last_line(said: bytes) -> str:
    """Return the last line that is not blank; the empty text if there is none."""
    return said.decode(errors="replace").strip().rpartition("\n")[2]


async def _read(pipe: IO[bytes], stack: ExitStack) -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(LONGEST_LINE)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    stack.callback(transport.close)
    return reader


async def follow(
    hear: Callable[[Any], None], words: Sequence[str | Path], seconds: float = PATIENCE
) -> None:
    """Start a process and call ``hear`` with each value that it prints as JSON, as it comes.

    Raises:
        FailedError: it printed nothing for ``seconds``, or no JSON, or what ``hear`` does
            not understand; or it could not be started, or died.
    """
    try:
        async with started(*words) as child, asyncio.timeout(seconds) as patience:
            async for line in child.output:
                _heard(line, hear)
                patience.reschedule(asyncio.get_running_loop().time() + seconds)
            complaint = await child.errors.read()
            status = await child.ended()
            if status != 0:
                raise FailedError(f"died: {last_line(complaint) or f'with status {status}'}")
    except TimeoutError:
        raise FailedError(f"hangs: it said nothing for {seconds:g} s, and was killed") from None
    except ValueError:
        raise FailedError("nonsense: it said a line without end") from None
    except OSError as error:
        raise FailedError(f"no start: {error.strerror}") from None


def _heard(line: bytes, hear: Callable[[Any], None]) -> None:
    try:
        hear(json.loads(line))
    except (ValueError, LookupError, TypeError) as error:
        raise FailedError(f"nonsense: it said {line[:60]!r}") from error
