"""Talking to ``compare.interpreters.inside`` in another interpreter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from compare.interpreters.inside import BOOTSTRAP
from off_coroutine.interpreters import Interpreter
from off_coroutine.process import PATIENCE, FailedError, follow

ROOT = Path(__file__).parents[2]


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
