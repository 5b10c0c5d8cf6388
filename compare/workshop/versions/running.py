"""Runs the probes on interpreters, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from compare.workshop.versions.page import Cells
from off_coroutine.interpreters import ALONE, Interpreter
from off_coroutine.process import last_line, started

ROOT = Path(__file__).parents[3]
PATIENCE = 90.0  # seconds for all probes on one interpreter; they take 2 to 6
BOOTSTRAP = """
import sys
sys.path.insert(0, sys.argv[1])
from compare.workshop.versions.probes.observe import main
main()
"""


class ProbesError(Exception):
    """The probes did not come to their end on an interpreter; the message says where."""


async def observe(interpreter: Interpreter, seconds: float = PATIENCE) -> Cells:
    """Return what the probes print.

    Raises:
        ProbesError: they did not end in time, or not well. No process is left.
    """
    cells: Cells = {}
    at = "the first probe"
    words = [*ALONE, "-c", BOOTSTRAP, str(ROOT)]
    try:
        async with started(interpreter.path, *words) as child, asyncio.timeout(seconds):
            async for line in child.output:
                subject, title, *cell = json.loads(line)
                at = f"{title} ({subject})"
                if cell:
                    cells[subject, title] = cell[0]
            errors = await child.errors.read()
            if await child.ended() != 0:
                last = last_line(errors) or "nothing"
                raise ProbesError(f"{interpreter.full_name} ended at {at}, and said: {last}")
    except TimeoutError:
        raise ProbesError(
            f"{interpreter.full_name} hung at {at}; killed after {seconds:g} s"
        ) from None
    return cells
