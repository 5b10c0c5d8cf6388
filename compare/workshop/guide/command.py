"""``python -m compare guide``: print, write or check the migration guide."""

from __future__ import annotations

import argparse
import difflib
import sys
from typing import TYPE_CHECKING

from compare.workshop.guide.building import GUIDE, build
from off_coroutine.options import AGREE, DIFFERENT

if TYPE_CHECKING:
    from off_coroutine.options import Commands


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "guide",
        help="build the migration guide from what was executed",
        description="Print the migration guide, built from the known differences and the rules.",
        epilog="Ends with 0, or with 1 if --check finds the guide out of date.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write docs/migration-guide.md")
    what.add_argument("--check", action="store_true", help="compare docs/migration-guide.md")
    parser.set_defaults(run=command)


def command(options: argparse.Namespace) -> int:
    built = build()
    if options.write:
        GUIDE.write_text(built, encoding="utf-8")
    elif options.check:
        committed = GUIDE.read_text(encoding="utf-8").splitlines(keepends=True)
        diff = list(
            difflib.unified_diff(committed, built.splitlines(keepends=True), str(GUIDE), "built")
        )
        sys.stdout.writelines(diff)
        return DIFFERENT if diff else AGREE
    else:
        sys.stdout.write(built)
    return AGREE
