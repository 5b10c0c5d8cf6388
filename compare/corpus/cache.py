"""What is made once and kept: source distributions and virtual environments.

Everything is made by pip with the configuration of whoever runs it.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from compare.corpus.packages import Package, Setting
from compare.corpus.processes import CorpusError, succeed

# The last that run on 3.6, and the last under which sources of those years still build.
BUILDERS = ("pip==21.3.1", "setuptools==59.6.0", "wheel==0.37.1")
LATER_BUILDERS = ("setuptools==65.7.0", "wheel==0.40.0")


@dataclass(frozen=True)
class Cache:
    """A folder, in which things are made whole or not at all."""

    folder: Path

    async def source(self, package: Package) -> Path:
        """Return the source distribution of a package, downloaded if it is not there.

        Raises:
            CorpusError: it cannot be downloaded, or has another hash.
        """
        path = self.folder / "sources" / f"{package.name}-{package.version}.tar.gz"
        async with _locked(path):
            if not path.exists():
                with tempfile.TemporaryDirectory(dir=path.parent) as temporary:
                    await _download(package, Path(temporary))
                    Path(temporary, path.name).rename(path)
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != package.sha256:
                raise CorpusError(f"{path} has another hash than in packages.toml: delete it")
        return path

    async def environment(self, python: Path, setting: Setting) -> Path:
        """Return the Python of a virtual environment, made if it is not there.

        Args:
            python: the interpreter to make it of.

        Raises:
            CorpusError: it cannot be made.
        """
        builders = BUILDERS if setting.python in ("3.6", "3.7") else LATER_BUILDERS
        wanted = "\n".join([str(python), *builders, *setting.requirements])
        digest = hashlib.sha256(wanted.encode()).hexdigest()[:16]
        folder = self.folder / "environments" / f"{setting.python}-{digest}"
        ready = folder / "ready"
        async with _locked(folder):
            if not ready.exists():
                # An environment cannot be moved: it is made in place, and counts from then on.
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                await _make(python, folder, builders, setting.requirements)
                ready.touch()
        return folder / "bin" / "python"


async def _download(package: Package, folder: Path) -> None:
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    # pip runs a source's setup.py for its metadata; without isolation it asks for no more.
    options = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
    command = _pip(Path(sys.executable), "download", *options, "--requirement", str(requirement))
    await succeed(command, folder / "log", folder=folder)


async def _make(
    python: Path, folder: Path, builders: Sequence[str], requirements: Sequence[str]
) -> None:
    made, log = folder / "bin" / "python", folder / "log"
    await succeed([python, "-m", "venv", folder], log, folder=folder)
    await succeed(_pip(made, "install", *builders), log, folder=folder)
    if requirements:
        options = ["--no-deps", "--no-build-isolation"]
        await succeed(_pip(made, "install", *options, *requirements), log, folder=folder)


def _pip(python: Path, *words: str) -> list[str | Path]:
    return [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *words]


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """Let one at a time make what stands at a path, another process included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(0.2)
        yield
