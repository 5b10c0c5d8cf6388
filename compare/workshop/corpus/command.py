"""The command that tries the migrator on real packages."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from compare import cache
from compare.workshop.corpus import network, packages, reasons, speed, table
from compare.workshop.corpus.cache import Cache
from compare.workshop.corpus.packages import Package
from compare.workshop.corpus.reasons import Reason
from compare.workshop.corpus.trial import Bench, Trial
from off_coroutine.interpreters import find, is_named
from off_coroutine.options import AGREE, DIFFERENT, UsageError, add_json

if TYPE_CHECKING:
    from off_coroutine.options import Commands

AT_ONCE = 2  # some tests depend on time
SHARED = "no network namespaces here: one at a time, with the ports of this machine (1883, 8025)"


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "corpus",
        help="migrate real packages and run their own tests before and after",
        description="Run the tests of real packages on the Python they were written for, migrate "
        "them with their tests, and run these again, there and on a Python without "
        "asyncio.coroutine.",
        epilog="Ends with 0 if no test is lost but for a reason in "
        "compare/workshop/corpus/reasons.toml, 1 if one is or a package cannot be tried, 2 for "
        "wrong usage, 130 after Ctrl-C.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "--package",
        action="append",
        choices=[package.name for package in packages.load()],
        metavar="NAME",
        help="only this package; may be given again (%(choices)s)",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="make this folder and leave there what was migrated and what the tests said",
    )
    parser.add_argument(
        "--speed",
        action="store_true",
        help="only measure lines per CPU second beside the other tools installed",
    )
    parser.add_argument("--verbose", action="store_true", help="show every refusal and lost test")
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Try the packages and print the table; return 0 if none loses a test without a reason, or 1.

    Raises:
        UsageError: the folder to keep things in is there.
    """
    chosen = [each for each in packages.load() if each.name in (options.package or each.name)]
    if options.speed:
        return _speed(chosen, options.json)
    pythons = _pythons({setting.python for each in chosen for setting in (each.before, each.after)})
    with _place(options.keep) as folder:
        trials = asyncio.run(_all(chosen, pythons, Path(folder)))
    complaints = [
        complaint
        for trial in trials
        if not trial.problem
        for complaint in reasons.unused(_reasons(trial.package), trial.lost)
    ]
    if options.json:
        print(json.dumps(table.as_json(trials), indent=2))
    else:
        table.show(trials, verbose=options.verbose)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return AGREE if all(trial.good for trial in trials) and not complaints else DIFFERENT


def _place(keep: Path | None) -> AbstractContextManager[str]:
    """Return the folder to work in: a new one that is kept, or one that is removed."""
    if keep is None:
        return tempfile.TemporaryDirectory(prefix="corpus-")
    try:
        keep.mkdir()
    except OSError as error:
        raise UsageError(f"--keep {keep}: {error.strerror}: name a new folder") from error
    return nullcontext(str(keep.resolve()))


def _pythons(versions: Iterable[str]) -> dict[str, Path]:
    """Return the newest interpreter of each version that is on this machine."""
    found = [each for each in find() if not each.broken]
    return {version: each.path for each in found for version in versions if is_named(each, version)}


def _reasons(package: Package) -> list[Reason]:
    return [reason for reason in reasons.load() if reason.package == package.name]


def _cache() -> Cache:
    return Cache(cache.folder())


def _speed(chosen: Iterable[Package], as_json: bool) -> int:
    async def sources() -> list[Path]:
        return [await _cache().source(package) for package in chosen]

    with Console(stderr=True).status("measuring"):
        speeds = list(speed.measure(asyncio.run(sources())))
    if as_json:
        print(json.dumps([asdict(each) for each in speeds], indent=2))
    else:
        table.show_speeds(speeds)
    return AGREE


async def _all(chosen: Sequence[Package], pythons: Mapping[str, Path], folder: Path) -> list[Trial]:
    prefix = network.prefix()
    if not prefix:
        print(SHARED, file=sys.stderr)
    free = asyncio.Semaphore(AT_ONCE if prefix else 1)
    busy: dict[str, str] = {}
    with Console(stderr=True).status("") as status:

        async def attempt(package: Package) -> Trial:
            def say(now: str) -> None:
                busy[package.name] = f"{package.name}: {now}"
                status.update(" | ".join(busy.values()))

            async with free:
                place = folder / package.name
                bench = Bench(
                    package,
                    place,
                    _cache(),
                    pythons,
                    say,
                    prefix=prefix,
                    reasons=_reasons(package),
                )
                trial = await bench.attempt()
            del busy[package.name]
            return trial

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(attempt(package)) for package in chosen]
    return [task.result() for task in tasks]
