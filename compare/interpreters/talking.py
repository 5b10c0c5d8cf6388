"""Talking to ``compare.interpreters.inside`` in another interpreter."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from compare.interpreters.inside import BOOTSTRAP
from off_coroutine.interpreters import Interpreter
from off_coroutine.process import last_line, started

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds without a word until an interpreter is said to hang


class FailedError(Exception):
    """An interpreter did not do what it was asked; the message says why, in a word first."""


async def ask(
    interpreter: Interpreter, function: str, *arguments: Any, seconds: float = PATIENCE
) -> Any:
    """Return the last value that a function prints.

    Raises:
        FailedError: there is none; or as ``listen``.
    """
    values: list[Any] = []
    await listen(values.append, interpreter, function, *arguments, seconds=seconds)
    if not values:
        raise FailedError("no answer: it ended without one")
    return values[-1]


async def listen(
    hear: Callable[[Any], None],
    interpreter: Interpreter,
    function: str,
    *arguments: Any,
    seconds: float = PATIENCE,
) -> None:
    """Call ``hear`` with each value that a function prints, as it comes.

    Nothing of the environment, the working directory or a virtual environment gets
    into the interpreter, and no bytecode of its version into the source tree.

    Raises:
        FailedError: as ``follow``.
    """
    job = [BOOTSTRAP, str(ROOT), function, json.dumps(arguments)]
    await follow(hear, [interpreter.path, "-I", "-S", "-B", "-c", *job], seconds)


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
