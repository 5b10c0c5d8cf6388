"""`off-coroutine`: the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from off_coroutine import shell
from off_coroutine.options import INTERNAL, INTERRUPTED, USAGE, UsageError

# What every command says at the end of its help.
ENDS = (
    "All commands end with 2 for wrong usage, 70 for an internal error, 130 after Ctrl-C, 143 after"
    " SIGTERM."
)

PROGRAM = "off-coroutine"

# Where each command adds its parser, by `add_command`, in the order in which --help lists
# them. Only the one that is named is imported, so that a hook starts at once.
COMMANDS = {
    "review": "off_coroutine.migration.review_command",
    "migrate": "off_coroutine.migration.migrate_command",
    "prove": "off_coroutine.proof.command",
}


def main() -> int:
    """Run the command that the shell names and return its exit status."""
    return shell.run(lambda: run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run a command of `off-coroutine` and return its exit status."""
    return run_command(lambda: parser(words), words, PROGRAM)


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of the command that `words` begin with, or of all."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Review legacy asyncio code, migrate it, and prove that it behaves as before.",
        epilog=f"Each command says its own exit statuses. {ENDS}",
    )
    add_commands(parser, COMMANDS, words, required=True)
    return parser


def add_commands(
    parser: argparse.ArgumentParser,
    homes: Mapping[str, str],
    words: Sequence[str],
    *,
    required: bool = False,
) -> None:
    """Add the command that `words` begin with; if they begin with none, all of them.

    Args:
        homes: name of a command -> the module that has its `add_command`.
    """
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=required)
    named = [word for word in words[:1] if word in homes]
    for name in named or homes:
        import_module(homes[name]).add_command(commands)
        commands.choices[name].epilog = f"{commands.choices[name].epilog or ''} {ENDS}".lstrip()


def run_command(
    parser: Callable[[], argparse.ArgumentParser], words: Sequence[str], program: str
) -> int:
    """Run what a parser, which is made here, chooses for `words`; return the exit status.

    An exception that no command expects is a fault of this program: it has an exit status of its
    own, and its traceback is shown where OFF_COROUTINE_TRACEBACK is set.
    """
    try:
        options = parser().parse_args(words)
        return int(options.run(options))
    except UsageError as error:
        shell.complain(program, str(error))
        return USAGE
    except KeyboardInterrupt:
        shell.complain(program, "interrupted")
        return INTERRUPTED
    except OSError:
        raise  # the shell's affair: what cannot be written, or nobody reads
    except Exception as error:
        if os.environ.get("OFF_COROUTINE_TRACEBACK"):
            raise
        shell.complain(program, f"internal error, please report it: {_described(error)}")
        return INTERNAL


def _described(error: Exception) -> str:
    """Return an exception in one line, with the place that raised it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "nowhere"
    return f"{type(error).__name__}: {' '.join(str(error).split())} ({place})"
