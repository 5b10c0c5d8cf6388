"""Where the commands print their tables."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console as _Console


class Console(_Console):
    """One that leaves it to ``off_coroutine.shell`` what happens when nobody reads its output."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def for_tables() -> Console:
    """Return the terminal; where there is none, as wide as any table needs: nothing is cut off."""
    console = Console()
    return console if console.is_terminal else wide()


def wide() -> Console:
    """Return one as wide as any table needs, a terminal or not."""
    return Console(width=1000)
