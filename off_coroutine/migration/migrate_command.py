"""`off-coroutine migrate`: convert files and whole packages."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from off_coroutine.migration.coroutines.analysis import OLDEST
from off_coroutine.migration.migrate import MigrationResult, migrate
from off_coroutine.migration.report.explanation import explain
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.source.files import SkippedError, Tree, replace, without_links
from off_coroutine.migration.source.parallel_map import add_jobs, parallel_map
from off_coroutine.migration.source.progress import progress
from off_coroutine.migration.source.source_file import decoded
from off_coroutine.options import AGREE, UsageError, add_bound, counted
from off_coroutine.proof.conversion import prove

if TYPE_CHECKING:
    from off_coroutine.options import Commands

DONE, WOULD_CHANGE, REFUSED = 0, 1, 3


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "migrate",
        help="convert generator-based coroutines to native ones",
        description="Convert files and whole packages; all paths are decided upon together.",
        epilog="Ends with 0 if all is done, 1 if --check finds something to do or --prove a"
        " difference, 2 for wrong usage, 3 if something was refused, could not be read, or was not"
        " proved to the end.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder: a whole package"
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--diff", action="store_true", help="show what would change (default)")
    modes.add_argument("--write", action="store_true", help="change the files")
    modes.add_argument("--check", action="store_true", help="say which files would change")
    modes.add_argument(
        "--explain", metavar="FUNCTION", help="say why it is converted, or stays: f, C.f, or m:C.f"
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
    add_jobs(parser)
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
    tree = Tree(options.paths)
    if options.explain:
        return explain(tree.contents, options.explain, options.target)
    watch = progress(len(tree.contents))
    result = migrate(tree.contents, options.target, watch, options.jobs)
    skipped = tree.skipped | {path: str(error) for path, error in result.unreadable.items()}
    if options.prove is not None:
        sources, bound = (tree.contents, result.changed), options.max_schedules
        proved = prove(options.prove, *sources, bound, options.python)
        if proved != AGREE:
            print("nothing was written: the migration is not proved", file=sys.stderr)
            return proved
    written = _write(result, tree, skipped) if options.write else []
    if options.format == "json":
        print(json.dumps(_report(result, written, skipped), indent=2))
    else:
        if options.check:
            print("".join(f"would change {path}\n" for path in result.changed), end="")
        elif not options.write:
            compare = partial(_diff, tree.contents, result.changed)
            for lines in parallel_map(
                compare, list(result.changed), options.jobs, watch, "comparing"
            ):
                sys.stdout.writelines(lines)
        _say(result, written, skipped)
    if result.refused or without_links(skipped):
        return REFUSED
    return WOULD_CHANGE if options.check and result.changed else DONE


def _version(word: str) -> tuple[int, int]:
    major, _, minor = word.partition(".")
    if major != "3" or not minor.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is no Python: give 3.6, 3.7 ... 3.14")
    return 3, int(minor)


def _write(result: MigrationResult, tree: Tree, skipped: dict[str, str]) -> list[str]:
    """Write what changed; return the paths written, add the others to `skipped`."""
    written = []
    for path, content in result.changed.items():
        try:
            replace(path, tree.contents[path], content)
            written.append(path)
        except SkippedError as error:
            skipped[path] = str(error)
    return written


def _diff(before: Mapping[str, bytes], after: Mapping[str, bytes], path: str) -> list[str]:
    old, new = (decoded(each[path])[0].splitlines(keepends=True) for each in (before, after))
    name = path.lstrip("/")
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


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
