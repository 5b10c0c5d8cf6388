"""`off-coroutine migrate`: convert files and whole packages."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from off_coroutine.migration.coroutines.analysis import OLDEST
from off_coroutine.migration.migrate import MigrationResult, migrate
from off_coroutine.migration.report.explanation import explain
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.source.commit import Commit, remove_left_over
from off_coroutine.migration.source.files import Tree, without_links
from off_coroutine.migration.source.progress import progress
from off_coroutine.migration.source.source_file import decoded
from off_coroutine.options import AGREE, UsageError, add_bound, counted, given_path
from off_coroutine.proof.conversion import prove

if TYPE_CHECKING:
    from off_coroutine.options import Commands

NEWEST = (3, 14)
DONE, WOULD_CHANGE, REFUSED = 0, 1, 3

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_NEWLINE = "\\ No newline at end of file"


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "migrate",
        help="convert generator-based coroutines to native ones",
        description="Convert files and whole packages; all paths are decided upon together.",
        epilog="Ends with 0 if all is done, 1 if --check finds something to do or --prove a"
        " difference, 2 for wrong usage, 3 if something was refused, could not be read or written,"
        " or was not proved to the end. --write changes all files or none: Ctrl-C takes effect"
        " before the first is changed, or after the last.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "paths",
        nargs="+",
        type=given_path,
        metavar="PATH",
        help="a file or a folder: a whole package",
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--diff", action="store_true", help="show what would change (default)")
    modes.add_argument("--write", action="store_true", help="change the files")
    modes.add_argument("--check", action="store_true", help="say which files would change")
    modes.add_argument(
        "--explain", metavar="FUNCTION", help="say why it is converted, or stays: f, C.f, or m:C.f"
    )
    parser.add_argument(
        "--include-read-only",
        action="store_true",
        help="with --write: change files without write permission too",
    )
    parser.add_argument(
        "--prove",
        type=Path,
        metavar="CONTRACT",
        help="run the scenarios of this file before and after; write only what is equivalent",
    )
    parser.add_argument(
        "--python",
        default="",
        metavar="NAME",
        help="with --prove: the Python that runs both, as a version or a path (this one)",
    )
    add_bound(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument(
        "--target",
        type=_version,
        default=OLDEST,
        metavar="3.N",
        help="the oldest Python that still counts, for shorter text (3.5)",
    )


def command(options: argparse.Namespace) -> int:
    """Migrate the paths and return the exit status.

    Raises:
        UsageError: there is nothing at one of the paths, or the contract cannot be run.
    """
    if options.python and options.prove is None:
        raise UsageError("--python says where --prove runs: give a contract to --prove")
    if options.include_read_only and not options.write:
        raise UsageError("--include-read-only says what --write changes: add --write")
    tree = Tree(options.paths)
    _clean_up(tree, options.write)
    watch = progress(len(tree.contents))
    result = migrate(tree.contents, options.target, watch)
    if options.explain:
        return explain(options.explain, result.analysis)
    skipped = tree.skipped | {path: str(error) for path, error in result.unreadable.items()}
    if options.prove is not None:
        sources, bound = (tree.contents, result.changed), options.max_schedules
        proved = prove(options.prove, *sources, bound, options.python)
        if proved != AGREE:
            print("nothing was written: the migration is not proved", file=sys.stderr)
            return proved
    written = []
    if options.write:
        commit = Commit(tree.contents, result.changed, include_read_only=options.include_read_only)
        _run(commit, result.changed)
        written, skipped = commit.written, skipped | commit.skipped
    if options.format == "json":
        print(json.dumps(_report(result, written, skipped), indent=2))
    else:
        if options.check:
            print("".join(f"would change {path}\n" for path in result.changed), end="")
        elif not options.write:
            for path in watch(list(result.changed), "comparing"):
                sys.stdout.writelines(_diff(path, tree.contents[path], result.changed[path]))
        _say(result, written, skipped)
    if result.refused or without_links(skipped):
        return REFUSED
    return WOULD_CHANGE if options.check and result.changed else DONE


def _clean_up(tree: Tree, write: bool) -> None:
    """Say what a run that was killed has left, and remove it if files are written at all."""
    for file in tree.left_over:
        done = "removed" if write else "--write removes it"
        print(f"{file}: left by a migration that was killed: {done}", file=sys.stderr)
    if tree.left_over:
        print("its files may be converted in part: look at what it changed", file=sys.stderr)
    if write:
        remove_left_over(tree.left_over)


def _version(word: str) -> tuple[int, int]:
    major, _, minor = word.partition(".")
    if major != "3" or not minor.isdigit() or not OLDEST[1] <= int(minor) <= NEWEST[1]:
        first, last = (f"3.{version[1]}" for version in (OLDEST, NEWEST))
        raise argparse.ArgumentTypeError(f"{word!r} is no target: give {first} to {last}")
    return 3, int(minor)


def _run(commit: Commit, changed: Collection[str]) -> None:
    """Write what changed; say it where that is not all of it, or does not come to its end."""
    try:
        commit.run()
    except KeyboardInterrupt:
        print(f"{counted(len(commit.written), 'file')} written", file=sys.stderr)
        raise
    if commit.skipped and not commit.written:
        print("nothing was written: the files change together or not at all", file=sys.stderr)
    elif commit.skipped:
        for path in changed:
            word = "WRITTEN" if path in commit.written else "not written"
            print(f"{path}: {word}: the files could not all be taken back", file=sys.stderr)


def _diff(path: str, before: bytes, after: bytes) -> list[str]:
    # To `patch` a form feed is no end of a line, to str.splitlines it is.
    old, new = (_LINE.findall(decoded(each)[0]) for each in (before, after))
    name = path.lstrip("/")
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return [line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n" for line in lines]


def _say(result: MigrationResult, written: list[str], skipped: dict[str, str]) -> None:
    """Say on the standard error what was done and what was not."""
    for finding in result.refused:
        print(f"{finding.place}: refused: {finding.what}: {finding.refusal}", file=sys.stderr)
        print(f"    {finding.remedy} [{finding.rule}]", file=sys.stderr)
    for path, reason in sorted(skipped.items()):
        print(f"{path}: skipped: {reason}", file=sys.stderr)
    converted = len(result.findings) - len(result.refused)
    files = counted(len(written), "file") + " written"
    if not written:
        files = counted(len(result.changed), "file") + " to change"
    refused = f"{len(result.refused)} refused, {len(skipped)} skipped"
    counts = f"{counted(converted, 'conversion')}, {refused}"
    print(f"{files}: {counts}", file=sys.stderr)


def _report(result: MigrationResult, written: list[str], skipped: dict[str, str]) -> dict[str, Any]:
    return {
        "changed": sorted(result.changed),
        "written": sorted(written),
        "skipped": skipped,
        "findings": [_described(finding) for finding in result.findings],
    }


def _described(finding: Finding) -> dict[str, Any]:
    fields = ("rule", "path", "line", "column", "what", "why", "remedy", "refusal")
    return {name: getattr(finding, name) for name in fields}
