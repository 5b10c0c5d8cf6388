"""``python -m compare versions``: the version matrix."""

from __future__ import annotations

import argparse
import asyncio
import difflib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from compare.workshop.versions import page
from compare.workshop.versions.probes.probe import subjects
from compare.workshop.versions.running import ROOT, ProbesError, observe
from off_coroutine.interpreters import Interpreter, find
from off_coroutine.options import AGREE, DIFFERENT, UsageError, add_json

if TYPE_CHECKING:
    from off_coroutine.options import Commands

PAGE = ROOT / "docs/versions.md"


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "versions",
        help="show what each Python does about what a migrator trips over",
        description="Run the probes on every Python there is and print the version matrix. "
        "Columns of releases that are not here stay as in docs/versions.md.",
        epilog="Ends with 0; with 1 if --check finds a difference or probes do not end well.",
    )
    parser.set_defaults(run=command)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="update docs/versions.md")
    what.add_argument(
        "--check",
        action="store_true",
        help="compare docs/versions.md with what is printed by the releases it names",
    )
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Print, write or check the page, and return the exit status.

    Raises:
        UsageError: there is no Python to run the probes on.
    """
    committed = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    columns = page.read(committed)
    interpreters = choose(find(), columns)
    if options.check:
        interpreters = _only_checkable(interpreters, columns)
    if not interpreters:
        raise UsageError("no Python for it is here: `python -m compare interpreters` shows how")
    observed, errors = asyncio.run(_observe(interpreters))
    for error in errors:
        print(error, file=sys.stderr)
    columns |= observed
    made = page.write(subjects(), columns)
    if options.json:
        print(_json(columns))
    elif options.check:
        names = ", ".join(each.name for each in interpreters)
        print(_difference(committed, made) or f"{PAGE.name} is right for {names}")
    elif options.write and not errors:
        PAGE.write_text(made, encoding="utf-8")
    elif not options.write:
        print(made, end="")
    return DIFFERENT if errors or (options.check and made != committed) else AGREE


def choose(found: Iterable[Interpreter], columns: page.Columns) -> list[Interpreter]:
    """Return one CPython for each column: the release on the page, or else the newest."""
    chosen: dict[str, Interpreter] = {}
    for each in found:
        if each.implementation == "cpython" and not each.broken:
            before = chosen.get(each.name)
            if before is None or not _is_on_page(before, columns):
                chosen[each.name] = each
    return list(chosen.values())


def _is_on_page(interpreter: Interpreter, columns: page.Columns) -> bool:
    column = columns.get(interpreter.name)
    return column is not None and column.release == interpreter.full_name


def _only_checkable(
    interpreters: Sequence[Interpreter], columns: page.Columns
) -> list[Interpreter]:
    """Leave out, and say so, what the page is not about: another release may do otherwise."""
    others = [each.full_name for each in interpreters if not _is_on_page(each, columns)]
    if others:
        print(f"not on the page, so not checked: {', '.join(others)}", file=sys.stderr)
    return [each for each in interpreters if _is_on_page(each, columns)]


async def _observe(
    interpreters: Sequence[Interpreter],
) -> tuple[dict[str, page.Column], list[ProbesError]]:
    observed: dict[str, page.Column] = {}
    errors: list[ProbesError] = []
    cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def fill(interpreter: Interpreter) -> None:
        async with cores:
            try:
                cells = await observe(interpreter)
                observed[interpreter.name] = page.Column(interpreter.full_name, cells)
            except ProbesError as error:
                errors.append(error)
        progress.advance(task)

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("versions", total=len(interpreters))
        async with asyncio.TaskGroup() as group:
            for interpreter in interpreters:
                group.create_task(fill(interpreter))
    return observed, errors


def _difference(committed: str, made: str) -> str:
    lines = difflib.unified_diff(
        committed.splitlines(keepends=True),
        made.splitlines(keepends=True),
        "docs/versions.md",
        "what the probes print",
        n=1,
    )
    return "".join(lines)


def _json(columns: page.Columns) -> str:
    versions = {}
    for name, column in columns.items():
        facts: dict[str, dict[str, str]] = {}
        for (subject, title), cell in column.cells.items():
            facts.setdefault(subject, {})[title] = cell
        versions[name] = {"release": column.release, "facts": facts}
    return json.dumps(versions, indent=2)
