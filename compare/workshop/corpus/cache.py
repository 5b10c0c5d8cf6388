"""What is made once and kept: source distributions and virtual environments.

Everything is made by pip with the configuration of whoever runs it.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from compare import cache
from compare.workshop.corpus.packages import Package, Setting
from compare.workshop.corpus.processes import CorpusError, succeed

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
        async with cache.locked(path):
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
        await cache.made(folder, partial(_make, python, builders, setting.requirements))
        return folder / "bin" / "python"


async def _download(package: Package, folder: Path) -> None:
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    # pip runs a source's setup.py for its metadata; without isolation it asks for no more.
    options = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
    command = _pip(Path(sys.executable), "download", *options, "--requirement", str(requirement))
    await succeed(command, folder / "log", folder=folder)


async def _make(
    python: Path, builders: Sequence[str], requirements: Sequence[str], folder: Path
) -> None:
    made, log = folder / "bin" / "python", folder / "log"
    await succeed([python, "-m", "venv", folder], log, folder=folder)
    await succeed(_pip(made, "install", *builders), log, folder=folder)
    if requirements:
        options = ["--no-deps", "--no-build-isolation"]
        await succeed(_pip(made, "install", *options, *requirements), log, folder=folder)


def _pip(python: Path, *words: str) -> list[str | Path]:
    return [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *words]
