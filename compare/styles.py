"""The styles in which every program exists, and where each is found."""

import importlib
from types import ModuleType
from typing import Dict, List

# Package of each style, in the order of the columns. `migrated`, the migrator
# applied to `generators` in memory, takes its place here as the fourth.
STYLES: Dict[str, str] = {
    "modern": "modern",
    "generators": "legacy_style.generators",
    "promises": "legacy_style.promises",
}


def load(program: str, style: str) -> ModuleType:
    """Return the module of a program in a style.

    Raises:
        KeyError: there is no such style.
        ModuleNotFoundError: there is no such program.
    """
    return importlib.import_module(STYLES[style] + "." + program)


def load_all(program: str, styles: List[str]) -> Dict[str, ModuleType]:
    """Return the modules of a program by style."""
    return {style: load(program, style) for style in styles}
