"""The packages of the corpus: which release, on which Python, with which tests."""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGES = Path(__file__).with_name("packages.toml")


@dataclass(frozen=True)
class Setting:
    """What the tests run on.

    Attributes:
        python: a version, such as ``"3.6"``.
        requirements: pins, as pip reads them.
        aliases: whether to give back names that Python has removed and that
            have nothing to do with asyncio; see ``inside/aliases``.
    """

    python: str
    requirements: tuple[str, ...]
    aliases: bool = False


@dataclass(frozen=True)
class Package:
    """One release of a package.

    Attributes:
        sha256: of its source distribution.
        tests: the words after ``python -m`` that run its own tests.
        passing: how many of them pass before migration.
        before: where these passed when the release was new.
        after: a Python that has no ``asyncio.coroutine``.
        environment: variables that its tests need.
    """

    name: str
    version: str
    sha256: str
    tests: tuple[str, ...]
    passing: int
    before: Setting
    after: Setting
    environment: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def load(path: Path = PACKAGES) -> list[Package]:
    """Read the list of packages."""
    with path.open("rb") as file:
        return [_package(name, entry) for name, entry in tomllib.load(file).items()]


def _package(name: str, entry: Mapping[str, Any]) -> Package:
    return Package(
        name,
        entry["version"],
        entry["sha256"],
        tuple(shlex.split(entry["tests"])),
        entry["pass"],
        _setting(entry["before"]),
        _setting(entry["after"]),
        entry.get("environment", {}),
    )


def _setting(entry: Mapping[str, Any]) -> Setting:
    requirements = tuple(entry["requirements"])
    return Setting(entry["python"], requirements, entry.get("aliases", False))
