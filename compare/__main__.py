"""``python -m compare``: the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module

from compare import differing, proving, suite
from compare.styles import STYLES

DIFFERENT, USAGE, BOUNDED, INTERRUPTED = 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except (proving.UsageError, suite.UsageError) as error:
        print(f"python -m compare: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("python -m compare: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads the output has seen enough
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m compare",
        description="Run every program in every style and compare what they do.",
        epilog="Ends with 0 if all agree, 1 if any differ, 2 for wrong usage, 130 after Ctrl-C.",
    )
    parser.set_defaults(run=suite.command)
    parser.add_argument(
        "--program",
        action="append",
        choices=suite.programs(),
        metavar="PROGRAM",
        help="only this program; may be given again (%(choices)s)",
    )
    parser.add_argument(
        "--style",
        action="append",
        choices=list(STYLES),
        metavar="STYLE",
        help="only this style; may be given again (%(choices)s)",
    )
    parser.add_argument(
        "--driver",
        choices=["motor", "pymongo"],
        default="motor",
        help="the driver of the customer endpoint (%(default)s)",
    )
    parser.add_argument(
        "--differences",
        action="store_const",
        dest="run",
        const=differing.command,
        help="list the known differences instead, each with its shortest schedule",
    )
    parser.add_argument("--json", action="store_true", help="print for a machine")
    _add_bound(parser)

    commands = parser.add_subparsers(title="commands", metavar="")
    prove = commands.add_parser(
        "prove",
        help="prove that two implementations of yours behave alike",
        description="Run the scenarios of a file under every schedule.",
        epilog="Ends with 0 if all are equivalent and exhausted, 1 if any differ, 2 for wrong "
        "usage, 3 if any was only bounded, 130 after Ctrl-C. See docs/proving.md.",
    )
    prove.set_defaults(run=proving.command)
    prove.add_argument("file", help="a Python file that makes `compare.Scenario`s")
    prove.add_argument("--scenario", help="only the scenario of this name")
    prove.add_argument(
        "--replay", metavar="SCHEDULE", help="run one schedule, as a report printed it"
    )
    prove.add_argument(
        "--cancellations", type=_count, help="how often a program may be cancelled (1)"
    )
    prove.add_argument(
        "--simultaneous",
        type=_positive,
        help="how many decisions may fall into one turn of the event loop (1)",
    )
    prove.add_argument(
        "--interleavings",
        action="store_true",
        help="let any ready callback run next, and compare the sets of results",
    )
    prove.add_argument(
        "--no-reduction",
        dest="reduction",
        action="store_false",
        help="with --interleavings: also run the orders that cannot give another result",
    )
    prove.add_argument("--json", action="store_true", help="print for a machine")
    _add_bound(prove)

    for name, module, words in (
        (
            "mutations",
            "compare.mutations.command",
            "show that each of the seeded faults is found",
        ),
        ("bench", "compare.benchmark", "measure the engine beside the other tools installed"),
    ):
        command = commands.add_parser(name, help=words, description=words.capitalize() + ".")
        command.add_argument("--json", action="store_true", help="print for a machine")
        command.set_defaults(run=partial(_elsewhere, module))
    return parser


def _elsewhere(module: str, options: argparse.Namespace) -> int:
    """Run the ``main`` of a module that only one command needs."""
    return int(import_module(module).main(["--json"] if options.json else []))


def _add_bound(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--max-schedules",
        type=_positive,
        default=20000,
        metavar="N",
        help="stop each exploration at N schedules and say so (%(default)s)",
    )


def _count(word: str) -> int:
    if not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is no count: give 0, 1, 2 ...")
    return int(word)


def _positive(word: str) -> int:
    if not word.isdigit() or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word!r} is no count: give 1, 2, 3 ...")
    return int(word)


if __name__ == "__main__":
    sys.exit(main())
