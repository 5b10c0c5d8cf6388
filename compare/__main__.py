"""``python -m compare``: the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from compare import benchmark, differing, proving, shell, suite
from compare.corpus import command as corpus
from compare.guide import command as guide
from compare.interpreters import command as interpreters
from compare.interpreters import packages_command as packages
from compare.migration import migrate_command as migrate
from compare.migration import review_command as review
from compare.mutations import command as mutations
from compare.options import INTERRUPTED, USAGE, UsageError
from compare.report import command as report
from compare.versions import command as versions

# Each adds its parser by `add_command`, in the order in which --help lists them.
COMMANDS = (
    proving,
    review,
    migrate,
    corpus,
    guide,
    interpreters,
    versions,
    packages,
    mutations,
    benchmark,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except UsageError as error:
        shell.complain(str(error))
        return USAGE
    except KeyboardInterrupt:
        shell.complain("interrupted")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m compare",
        description="Run every program in every style and compare what they do.",
        epilog="Ends with 0 if all agree, 1 if any differ, 2 for wrong usage, 130 after Ctrl-C,"
        " 143 after SIGTERM.",
    )
    suite.add_options(parser)
    instead = parser.add_mutually_exclusive_group()
    differing.add_options(instead)
    report.add_options(instead)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_command(commands)
    return parser


if __name__ == "__main__":
    sys.exit(shell.run(main))
