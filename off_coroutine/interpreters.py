"""The Pythons on this machine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from off_coroutine.options import UsageError
from off_coroutine.process import last_line, started

OLDEST = (3, 6)
PATIENCE = 10.0  # seconds until one that does not say its version is broken
EXISTING = re.compile(r"(pypy)?3(\.([6-9]|[1-9]\d)(\.\d+)?)?")
WANTED = [*(f"3.{minor}" for minor in range(6, 15)), "pypy3"]
DEBIAN = "/usr/bin"
COMMANDS = ["python3", *(name if "py" in name else f"python{name}" for name in WANTED), "python"]

# Without what the environment, the user or the site add to a Python.
ALONE = ("-E", "-s", "-S", "-B")
# Python 2 can read it too, so that one is told from what is no Python at all; no module of the
# working directory is imported in place of json.
QUESTION = """
import sys
sys.path = [folder for folder in sys.path if folder]
import json
implementation = getattr(sys, "implementation", None)
print(json.dumps([
    getattr(sys, "_base_executable", None) or sys.executable,
    sys.version_info[:3],
    getattr(implementation, "name", "cpython"),
]))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python, or what should be one.

    Attributes:
        path: its executable, that of the base for a virtual environment.
        version: such as (3, 6, 15); empty if it did not say.
        implementation: such as "cpython" or "pypy"; empty if it did not say.
        broken: why it cannot be used; empty if it can.
    """

    path: Path
    version: tuple[int, ...] = ()
    implementation: str = ""
    broken: str = ""

    @property
    def name(self) -> str:
        """Such as "3.6" or "pypy3.9"; its path if it did not say its version."""
        return self._named(self.version[:2])

    @property
    def full_name(self) -> str:
        """Such as "3.6.15" or "pypy3.9.16"; its path if it did not say its version."""
        return self._named(self.version)

    def _named(self, version: tuple[int, ...]) -> str:
        if not version:
            return str(self.path)
        implementation = "" if self.implementation == "cpython" else self.implementation
        return implementation + ".".join(map(str, version))


def find(extra: Iterable[str | Path] = (), seconds: float = PATIENCE) -> list[Interpreter]:
    """Return the Pythons there are, the oldest first and the broken ones last.

    Those named by ``extra`` and by the environment variable PY_PYTHONS, those of
    PATH, pyenv, uv and Debian, and the one that runs this. Of several with the
    same version and implementation the first is listed. One that does not say
    its version in ``seconds`` is broken. Not to be called from a coroutine.
    """
    paths = list(dict.fromkeys(_candidates(extra)))
    found: dict[tuple[object, ...], Interpreter] = {}
    for interpreter in asyncio.run(_ask_all(paths, seconds)):
        which = interpreter.version or interpreter.path
        found.setdefault((which, interpreter.implementation), interpreter)
    return sorted(found.values(), key=_order)


def _order(interpreter: Interpreter) -> tuple[object, ...]:
    return (
        interpreter.broken != "",
        interpreter.implementation,
        interpreter.version,
        interpreter.path,
    )


def chosen(names: Sequence[str]) -> list[Interpreter]:
    """Return the interpreters that are named, each once, in the order of ``find``.

    Args:
        names: versions such as "3.6", "3.6.15" or "pypy3", of which the newest
            found is meant; paths; or "all", the newest of every minor version.

    Raises:
        UsageError: there is none of a name, or what a path names is broken; the
            message says which there are and how to get a missing one, if it exists.
    """
    usable = [each for each in find() if not each.broken] if names else []
    picked: set[Interpreter] = set()
    for name in names:
        if name == "all":
            picked.update({each.name: each for each in usable}.values())
        elif os.sep in name:
            picked.add(_at(Path(name)))
        else:
            picked.add(_named(name, usable))
    return sorted(picked, key=_order)


def _at(path: Path) -> Interpreter:
    (found,) = asyncio.run(_ask_all([path], PATIENCE))
    if found.broken:
        raise UsageError(f"{path} is no Python to use: {found.broken}")
    return found


def _named(name: str, usable: Sequence[Interpreter]) -> Interpreter:
    matching = [each for each in usable if is_named(each, name)]
    if not matching:
        there = ", ".join(dict.fromkeys(each.name for each in usable))
        if not EXISTING.fullmatch(name):
            raise UsageError(f"no Python from 3.6 on is named {name!r}: there are {there}")
        raise UsageError(
            f"there is no Python {name}: there are {there}; "
            f"`{how_to_get(name)}` gets it, or name a path"
        )
    return matching[-1]


def missing(found: Iterable[Interpreter]) -> list[str]:
    """Return the names of those that are wanted and not found."""
    usable = [each for each in found if not each.broken]
    return [name for name in WANTED if not any(is_named(each, name) for each in usable)]


def is_named(interpreter: Interpreter, name: str) -> bool:
    """Say whether a version such as "3.6", "3.6.15" or "pypy3" means this interpreter."""
    return f"{interpreter.full_name}.".startswith(f"{name}.")


def how_to_get(name: str) -> str:
    """Return the command that installs a Python."""
    if name.startswith("pypy"):
        return "apt-get install pypy3"
    # uv offers nothing older than 3.8.
    return f"pyenv install {name}" if name in ("3.6", "3.7") else f"uv python install {name}"


async def _ask_all(paths: Iterable[Path], seconds: float) -> list[Interpreter]:
    return await asyncio.gather(*[_ask(path, seconds) for path in paths])


async def _ask(path: Path, seconds: float) -> Interpreter:
    """Return what a path names; nothing that it does is an error here."""
    try:
        async with started(path, *ALONE, "-c", QUESTION) as child, asyncio.timeout(seconds):
            said = await child.output.readline() or await child.errors.read()
    except TimeoutError:
        return Interpreter(path, broken=f"did not say its version within {seconds:g} s")
    except OSError as error:
        return Interpreter(path, broken=f"cannot be started: {error.strerror}")
    except ValueError:
        return Interpreter(path, broken="did not say its version, but much else")
    try:
        executable, (major, minor, patch), implementation = json.loads(said)
        version = int(major), int(minor), int(patch)
        base = Path(executable).resolve()
    except (TypeError, ValueError):
        last = last_line(said) or "nothing"
        return Interpreter(path, broken=f"did not say its version, but {last}")
    old = "" if version >= OLDEST else "older than 3.6, which the engine needs"
    return Interpreter(base, version, str(implementation), old)


def _candidates(extra: Iterable[str | Path]) -> Iterator[Path]:
    """Give the paths at which there may be a Python, some of them twice."""
    yield from map(Path, extra)
    yield from map(Path, filter(None, os.environ.get("PY_PYTHONS", "").split(os.pathsep)))
    yield Path(sys.executable)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or data / "uv/python")
    # A shim only runs a version that pyenv was told to use here; all are in its folder.
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    visible = [folder for folder in folders if Path(folder) != pyenv / "shims"]
    for place in (os.pathsep.join(visible), DEBIAN):
        for command in COMMANDS:
            found = shutil.which(command, path=place)
            if found is not None:
                yield Path(found)
    for folder in (pyenv / "versions", uv):
        if folder.is_dir():
            for installed in sorted(folder.iterdir()):
                if installed.is_dir() and not installed.name.startswith("."):
                    yield installed / "bin/python"
