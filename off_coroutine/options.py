"""What the commands share: exit statuses, wrong usage, options that several take."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Options = argparse._ActionsContainer

AGREE, DIFFERENT, USAGE, BOUNDED, INTERNAL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 130, 143


class UsageError(Exception):
    """What was asked for cannot be done; the message says what can."""


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print for a machine")


def add_bound(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--max-schedules",
        type=positive,
        default=20000,
        metavar="N",
        help="stop each exploration at N schedules and say so (%(default)s)",
    )


def counted(number: int, noun: str) -> str:
    """Return "1 file", "2 files"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def count(word: str) -> int:
    if not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is no count: give 0, 1, 2 ...")
    return int(word)


def positive(word: str) -> int:
    if not word.isdigit() or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word!r} is no count: give 1, 2, 3 ...")
    return int(word)


def given_path(word: str) -> Path:
    """Return the path that a word is; an empty one, as of an unset variable, is wrong usage."""
    if not word:
        raise argparse.ArgumentTypeError("an empty path: give a file or a folder")
    return Path(word)
