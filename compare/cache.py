"""What is made once and kept in the user's cache folder, whole or not at all."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path


def folder() -> Path:
    """Return the folder of all that is kept, which may not be there yet."""
    given = os.environ.get("XDG_CACHE_HOME")
    return Path(given or Path.home() / ".cache") / "off-asyncio-coroutine"


def is_whole(path: Path) -> bool:
    """Say whether ``made`` has made a folder."""
    return (path / "ready").exists()


async def made(path: Path, make: Callable[[Path], Awaitable[None]]) -> None:
    """Fill a folder if that has not been done; it is gone if ``make`` raises.

    It is filled in place, since a virtual environment cannot be moved, and counts from
    the end on: what a run that was killed has left is made anew.
    """
    async with locked(path):
        if is_whole(path):
            return
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        try:
            await make(path)
            (path / "ready").touch()
        finally:
            if not is_whole(path):
                shutil.rmtree(path)


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Let one at a time make what stands at a path, of this process or another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(0.1)
        yield
