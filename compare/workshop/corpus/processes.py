"""Run a command that ends in time and leaves no process behind."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import STDOUT

from off_coroutine.process import ended, group

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
    with (
        log.open("wb") as output,
        group(command, cwd=folder, env=environment, stdout=output, stderr=STDOUT) as process,
    ):
        try:
            async with asyncio.timeout(seconds):
                return await ended(process)
        except TimeoutError:
            return None


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
