"""The styles in which every program exists, and where each is found."""

import importlib
from types import ModuleType
from typing import Dict, Iterable, List

MIGRATED = "migrated"  # the migrator applied to `generators`, in memory: it has no files

# Package of each style that has files.
PACKAGES: Dict[str, str] = {
    "modern": "modern",
    "generators": "legacy_style.generators",
    "promises": "legacy_style.promises",
}

# All, in the order of the columns.
STYLES: List[str] = [*PACKAGES, MIGRATED]


def load(program: str, style: str) -> ModuleType:
    """Return the module of a program in a style.

    Raises:
        KeyError: there is no such style.
        ModuleNotFoundError: there is no such program.
    """
    if style == MIGRATED:
        # Only here, since old interpreters import this module and cannot run the migrator.
        migrated = importlib.import_module("compare.migrated")
        module: ModuleType = migrated.load(program)
        return module
    return importlib.import_module(PACKAGES[style] + "." + program)


def load_all(program: str, styles: Iterable[str]) -> Dict[str, ModuleType]:
    """Return the modules of a program by style."""
    return {style: load(program, style) for style in styles}
