"""Cached virtual environments with the newest aiohttp, Motor and PyMongo a Python can run."""

from __future__ import annotations

import asyncio
import hashlib
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from compare import cache
from off_coroutine.interpreters import Interpreter
from off_coroutine.process import last_line, started

CI = Path(__file__).parents[3] / ".ci"
# The pip that Python 3.6 brings finds no wheels for today's Linux, so that comes first.
PINS = (CI / "requirements-pip.txt", CI / "requirements-endpoint.txt")
LIBRARIES = ("aiohttp", "motor", "pymongo")
PATIENCE = 600.0  # seconds for each command; pip takes about 15 and downloads about 3 MB


class PackagesError(Exception):
    """An environment cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes:
        python: its executable.
        versions: of ``LIBRARIES``, by their names.
    """

    python: Path
    versions: dict[str, str]


def place(interpreter: Interpreter) -> Path:
    """Return where the environment of an interpreter is, or would be; other pins, other place."""
    digest = hashlib.sha256(os.fsencode(interpreter.path))
    for pins in PINS:
        digest.update(pins.read_bytes())
    return cache.folder() / "endpoint" / f"{interpreter.full_name}-{digest.hexdigest()[:12]}"


async def environment(interpreter: Interpreter) -> Environment:
    """Return the environment of an interpreter, made if it is not there: whole or not at all.

    Raises:
        PackagesError: it cannot be made.
    """
    folder = place(interpreter)
    await cache.made(folder, partial(_make, interpreter))
    return Environment(folder / "bin/python", _versions(folder))


async def _make(interpreter: Interpreter, folder: Path) -> None:
    await _run(interpreter, interpreter.path, "-m", "venv", folder)
    for pins in PINS:
        pip = folder / "bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"
        await _run(interpreter, *pip, "install", "--require-hashes", "--requirement", pins)


async def _run(interpreter: Interpreter, *words: str | Path) -> None:
    why = f"did not end within {PATIENCE:g} s"
    try:
        async with started(*words) as child, asyncio.timeout(PATIENCE):
            output, errors = await asyncio.gather(child.output.read(), child.errors.read())
            if await child.ended() == 0:
                return
            why = last_line(output + errors) or "failed without a word"
    except TimeoutError:
        pass
    except OSError as error:
        why = str(error)
    raise PackagesError(
        f"no environment for Python {interpreter.full_name}: {words[2]} {why}; "
        "pip needs a package index that it can reach"
    )


def _versions(folder: Path) -> dict[str, str]:
    versions = {}
    for name in LIBRARIES:
        (info,) = folder.glob(f"lib/*/site-packages/{name}-*.dist-info")
        versions[name] = info.name.removeprefix(f"{name}-").removesuffix(".dist-info")
    return versions
