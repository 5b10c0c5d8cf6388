"""``python -m compare``: the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from compare import shell
from compare.options import INTERRUPTED, USAGE, UsageError

# Where each command adds its parser, by `add_command`, in the order in which --help lists
# them. Only the one that is named is imported: `review` as a hook needs no aiohttp.
COMMANDS = {
    "prove": "compare.proving",
    "review": "compare.migration.review_command",
    "migrate": "compare.migration.migrate_command",
    "corpus": "compare.corpus.command",
    "guide": "compare.guide.command",
    "interpreters": "compare.interpreters.command",
    "versions": "compare.versions.command",
    "packages": "compare.interpreters.packages_command",
    "mutations": "compare.mutations.command",
    "bench": "compare.benchmark",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    words = sys.argv[1:] if argv is None else argv
    options = _parser(words).parse_args(words)
    try:
        return int(options.run(options))
    except UsageError as error:
        shell.complain(str(error))
        return USAGE
    except KeyboardInterrupt:
        shell.complain("interrupted")
        return INTERRUPTED


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m compare",
        description="Run every program in every style and compare what they do.",
        epilog="Ends with 0 if all agree, 1 if any differ, 2 for wrong usage, 130 after Ctrl-C,"
        " 143 after SIGTERM.",
    )
    named = [word for word in words[:1] if word in COMMANDS]
    if not named:
        import_module("compare.suite").add_options(parser)
        instead = parser.add_mutually_exclusive_group()
        for module in ("compare.differing", "compare.report.command"):
            import_module(module).add_options(instead)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in named or COMMANDS:
        import_module(COMMANDS[name]).add_command(commands)
    return parser


if __name__ == "__main__":
    sys.exit(shell.run(main))
