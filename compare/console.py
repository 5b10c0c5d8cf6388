"""Where the commands print their tables."""

from __future__ import annotations

from rich.console import Console


def for_tables() -> Console:
    """Return the terminal; where there is none, as wide as any table needs: nothing is cut off."""
    console = Console()
    return console if console.is_terminal else wide()


def wide() -> Console:
    """Return one as wide as any table needs, a terminal or not."""
    return Console(width=1000)
