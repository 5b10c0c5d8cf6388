"""Run a command that ends in time and leaves no process behind."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, STDOUT
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

SHOWN_LINES = 8


class CorpusError(Exception):
    """A package cannot be tried; the message says why and what to do."""


async def run(
    command: Sequence[str | Path],
    log: Path,
    *,
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
) -> int | None:
    """Run a command in a folder, its output into a log.

    Returns:
        its exit status, or None if it was stopped after so many seconds.
    """
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=environment,
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(seconds):
            return await process.wait()
    except TimeoutError:
        return None
    finally:
        with suppress(ProcessLookupError):  # nobody of its group is left
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def succeed(
    command: Sequence[str | Path], log: Path, *, folder: Path, seconds: float = 600
) -> None:
    """Run a command that has to succeed; raise CorpusError with the end of its output if not."""
    status = await run(command, log, folder=folder, environment=os.environ, seconds=seconds)
    if status != 0:
        ended = f"did not end within {seconds:g} s" if status is None else f"ended with {status}"
        line = " ".join(str(word) for word in command)
        raise CorpusError(f"{line}: {ended}:\n{tail(log)}")


def tail(log: Path) -> str:
    """Return the last lines of a log, indented."""
    lines = log.read_text("utf-8", "replace").rstrip().splitlines()[-SHOWN_LINES:]
    return "\n".join("    " + line for line in lines)
