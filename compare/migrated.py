"""The style that is never stored: the migrator, applied to the generators in memory."""

from __future__ import annotations

import linecache
import sys
from legacy_style import generators
from pathlib import Path
from types import ModuleType

from off_coroutine.migration.migrate import migrate_text


def source_of(program: str) -> str:
    """Return the source that the migrator makes of a program."""
    path = Path(generators.__file__ or "").with_name(f"{program}.py")
    return migrate_text(path.read_text(encoding="utf-8"))


def load(program: str) -> ModuleType:
    """Return the migrated program as a module, made once.

    Raises:
        FileNotFoundError: there is no such program.
    """
    name = f"migrated.{program}"
    if name not in sys.modules:
        source, file = source_of(program), f"<{name}>"
        module = ModuleType(name)
        module.__file__ = file
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), vars(module))
        sys.modules[name] = module
    return sys.modules[name]
