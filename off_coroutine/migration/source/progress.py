"""How far something has come with many files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.progress import track

# Is given what is iterated over, with a word for it, and hands it on.
Watch = Callable[[Sequence[Any], str], Iterable[Any]]

_MANY = 100  # files, from which on progress is shown


def unwatched(items: Sequence[Any], _: str) -> Sequence[Any]:
    return items


def progress(files: int) -> Watch:
    """Return what shows how far an iteration is, on a terminal, if there are many files."""
    console = Console(stderr=True)

    def shown(items: Sequence[Any], what: str) -> Iterable[Any]:
        hidden = files < _MANY or not console.is_terminal
        return track(items, what, console=console, transient=True, disable=hidden)

    return shown
