"""Cached virtual environments with the newest aiohttp, Motor and PyMongo a Python can run."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from compare.interpreters.finding import Interpreter
from compare.interpreters.process import started

CI = Path(__file__).parents[2] / ".ci"
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


def cache() -> Path:
    """Return the folder of the environments, which may not be there yet."""
    given = os.environ.get("XDG_CACHE_HOME")
    return Path(given or Path.home() / ".cache") / "off-asyncio-coroutine/endpoint"


def place(interpreter: Interpreter) -> Path:
    """Return where the environment of an interpreter is, or would be; other pins, other place."""
    digest = hashlib.sha256(os.fsencode(interpreter.path))
    for pins in PINS:
        digest.update(pins.read_bytes())
    return cache() / f"{interpreter.full_name}-{digest.hexdigest()[:12]}"


async def environment(interpreter: Interpreter) -> Environment:
    """Return the environment of an interpreter, made if it is not there: whole or not at all.

    Raises:
        PackagesError: it cannot be made.
    """
    folder = place(interpreter)
    folder.parent.mkdir(parents=True, exist_ok=True)
    async with _locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.is_dir():
            making = folder.with_name(f"{folder.name}.making")
            shutil.rmtree(making, ignore_errors=True)  # left by a run that was killed
            try:
                await _make(interpreter, making)
                making.rename(folder)
            finally:
                shutil.rmtree(making, ignore_errors=True)
    return Environment(folder / "bin/python", _versions(folder))


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """Keep others, of this process or another, out of it meanwhile."""
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(0.1)
        yield


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
            said = (output + errors).decode(errors="replace").strip()
            why = said.rpartition("\n")[2] or "failed without a word"
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
