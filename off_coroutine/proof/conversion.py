"""The proof of a migration: a contract, run on the package before and after."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from off_coroutine.options import DIFFERENT
from off_coroutine.proof.overlay import explore_each, scenarios
from off_coroutine.proof.remote import Elsewhere, chosen_python
from off_coroutine.proof.verdicts import exit_status, report

_BEFORE = (
    "The code before ran on this Python, with asyncio.coroutine lent to it. What needs an older "
    "one, such as `with (yield from lock)` or `loop=`, fails there: name one with --python."
)


def prove(
    contract: Path,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    maximum: int,
    python: str = "",
) -> int:
    """Run a contract before and after, print the verdicts, and return the exit status.

    Args:
        before: path -> content, of all files of the package.
        after: path -> content, of those that the migration changes.
        python: which one runs both, as a version or a path: then this one runs what is after
            once more, and does the same. By default this one runs both.

    Raises:
        UsageError: there is no such Python; the contract cannot be run, before or after; it has
            nothing to do with what changes; or a program reached for the outside.
    """
    with Console(stderr=True).status("proving") as status:

        def progress(count: int) -> None:
            status.update(f"proving: {count:,} schedules")

        if python:
            elsewhere = Elsewhere(chosen_python(python), contract, before, after, maximum)
            return elsewhere.prove(progress)
        verdicts = []
        both = scenarios(contract, before, after)
        for scenario, verdict, _ in explore_each(both, before, maximum, progress):
            verdicts.append(verdict)
            print(report(scenario.name, verdict), file=sys.stderr)
        worst = exit_status(verdicts)
        if worst == DIFFERENT:
            print(_BEFORE, file=sys.stderr)
        return worst
