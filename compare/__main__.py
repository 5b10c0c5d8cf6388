"""``python -m compare``: the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from off_coroutine import cli, shell
from off_coroutine.options import USAGE

PROGRAM = "python -m compare"

# In the order in which --help lists them; see ``off_coroutine.cli``.
COMMANDS = {
    "corpus": "compare.workshop.corpus.command",
    "guide": "compare.workshop.guide.command",
    "interpreters": "compare.interpreters.command",
    "versions": "compare.workshop.versions.command",
    "packages": "compare.workshop.packages.command",
    "mutations": "compare.workshop.mutations.command",
    "mutants": "compare.workshop.mutants.command",
    "fuzz": "compare.workshop.fuzz.command",
    "bench": "compare.workshop.benchmark",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    words = sys.argv[1:] if argv is None else argv
    if cli.COMMANDS.keys() & words[:1]:
        shell.complain(PROGRAM, f"{words[0]} belongs to the tool: off-coroutine {words[0]} ...")
        return USAGE
    return cli.run_command(lambda: _parser(words), words, PROGRAM)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Run every program in every style and compare what they do.",
        epilog="Ends with 0 if all agree, 1 if any differ, 2 for wrong usage, 70 for an internal"
        " error, 130 after Ctrl-C, 143 after SIGTERM. For your own code: `off-coroutine --help`.",
    )
    if not COMMANDS.keys() & words[:1]:
        import_module("compare.suite").add_options(parser)
        instead = parser.add_mutually_exclusive_group()
        for module in ("compare.differing", "compare.report.command"):
            import_module(module).add_options(instead)
    cli.add_commands(parser, COMMANDS, words)
    return parser


if __name__ == "__main__":
    sys.exit(shell.run(main, PROGRAM))
