"""`off-coroutine review`: say what is legacy, and why it matters."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from off_coroutine.migration.report.formats import FORMATS, Report, guide
from off_coroutine.migration.review import review
from off_coroutine.migration.rules import RULES
from off_coroutine.migration.source.files import Tree, without_links
from off_coroutine.migration.source.progress import progress
from off_coroutine.options import UsageError, given_path

if TYPE_CHECKING:
    from off_coroutine.options import Commands

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2
TARGETS = ("3.11", "3.12", "3.13", "3.14")


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "review",
        help="say what is legacy or dangerous in a package, and why it matters",
        description="List what is legacy, dangerous or about to break in files and whole packages."
        " `# legacy: allow[NAME]` at the end of a line allows it there.",
        epilog="Ends with 0 if there is nothing, 1 if there is, 2 for wrong usage or what"
        " cannot be read. Stubs (.pyi) are reviewed as well; `migrate` leaves them.",
    )
    parser.set_defaults(run=command)
    parser.add_argument(
        "paths", nargs="*", type=given_path, metavar="PATH", help="a file or a folder"
    )
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="(%(default)s)")
    parser.add_argument(
        "--target",
        choices=TARGETS,
        default=TARGETS[-1],
        help="leave out what breaks only on a later Python (%(default)s)",
    )
    for option, what in (("--select", "only these"), ("--ignore", "not these")):
        parser.add_argument(
            option, action="append", default=[], metavar="NAME,...", help=f"{what} rules"
        )
    parser.add_argument("--explain", metavar="NAME", help="say what a rule finds, and why")


def command(options: argparse.Namespace) -> int:
    """Print the findings in the paths and return the exit status.

    Raises:
        UsageError: there is nothing at one of the paths, or no rule of a name.
    """
    if options.explain is not None:
        print(_explained(options.explain))
        return CLEAN
    telling = {name for name, rule in RULES.items() if not rule.INFO.implied}
    rules = (_names(options.select) or telling) - _names(options.ignore)
    if not options.paths:
        raise UsageError("no paths given: give files or folders of Python source")
    tree = Tree(options.paths, (".py", ".pyi"))
    skipped = without_links(tree.skipped)
    watch = progress(len(tree.contents))
    reviewed = review(tree.contents, rules, options.target, watch)
    report = Report(reviewed.findings, reviewed.sources, skipped | reviewed.unreadable)
    for path, reason in report.unreadable.items():
        print(f"{path}: not reviewed: {reason}", file=sys.stderr)
    print(FORMATS[options.format](report), end="")
    if report.unreadable:
        return UNREADABLE
    return FINDINGS if reviewed.findings else CLEAN


def _names(given: Sequence[str]) -> set[str]:
    names = {name.strip() for names in given for name in names.split(",")} - {""}
    for name in sorted(names - RULES.keys()):
        raise _unknown(name)
    return names


def _explained(name: str) -> str:
    if name not in RULES:
        raise _unknown(name)
    return f"{name}: {inspect.cleandoc(RULES[name].__doc__ or '')}\n\n{guide(name)}"


def _unknown(name: str) -> UsageError:
    return UsageError(f"there is no rule {name!r}; there are {', '.join(RULES)}")
