"""The command that counts the mutants which no test kills."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from compare.workshop.cores import available
from compare.workshop.mutants.equivalent import Equivalent, load, stale
from compare.workshop.mutants.run import FATES, SURVIVED, UNDECIDED, Coverage, Outcome, Plan, run
from compare.workshop.mutants.worker import ServerError
from off_coroutine.console import for_tables
from off_coroutine.options import AGREE, DIFFERENT, UsageError, add_json, count, counted, positive

if TYPE_CHECKING:
    from off_coroutine.options import Commands

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = "off_coroutine/migration"
LAYERS = ("source", "semantics", "inference", "coroutines", "rewrite")
OTHER_TESTS = ("tests/test_migration_*.py", "tests/test_review*.py")
ALLOWED = 0.05  # of the mutants of a layer may survive


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "mutants",
        help="change the migrator in one place at a time, and see whether a test notices",
        description="Mutation testing of the layers of the migrator: each mutant runs the tests "
        "that reach it, those of its layer first, up to the first that fails.",
        epilog="Undecided is what survives the tests that there is time for, if there are others."
        " Ends with 0 if fewer than 5 % of the others survive in each layer, 1 if more do or an"
        " entry of compare/workshop/mutants/equivalent.toml is stale, 2 for wrong usage, 130 after"
        " Ctrl-C.",
    )
    parser.set_defaults(run=command)
    parser.add_argument("--layer", choices=LAYERS, help="only the modules of this one")
    parser.add_argument("--module", metavar="PATH", help="only this module, or this folder")
    parser.add_argument("--sample", type=positive, metavar="N", help="only N mutants of a layer")
    parser.add_argument("--seed", type=count, default=0, metavar="S", help="which N (%(default)s)")
    parser.add_argument(
        "--seconds",
        type=positive,
        default=10,
        metavar="N",
        help="try each mutant on tests that take so long without it, fast ones first (%(default)s)",
    )
    parser.add_argument("--own", action="store_true", help="only the tests of the layer itself")
    parser.add_argument("--jobs", type=positive, default=available(), metavar="N")
    add_json(parser)


def command(options: argparse.Namespace) -> int:
    """Try the mutants and print what became of them; return the exit status.

    Raises:
        UsageError: there is no such module in the layers, or the tests cannot be run.
    """
    plan = Plan(
        ROOT,
        chosen_modules(ROOT, options.layer, options.module),
        chosen_tests(ROOT, LAYERS if options.layer is None else [options.layer], options.own),
        options.sample,
        options.seed,
        options.jobs,
        options.seconds,
    )
    with Console(stderr=True).status("") as status:

        def progress(word: str, done: int, of: int) -> None:
            status.update(f"{word} ({done:,} of {of:,})")

        try:
            outcomes, coverage = run(plan, progress)
        except ServerError as error:
            raise UsageError(str(error)) from error
    known = load()
    tally = Tally(outcomes, known)
    complaints = stale(known, outcomes, ROOT, plan.modules)
    if options.json:
        print(json.dumps(as_json(tally, coverage, complaints), indent=2))
    else:
        show(tally, coverage)
    for complaint in complaints:
        print(f"equivalent.toml: {complaint}", file=sys.stderr)
    return AGREE if tally.good and not complaints else DIFFERENT


def chosen_modules(root: Path, layer: str | None, module: str | None) -> dict[str, str]:
    """Return path -> layer of the modules that are asked for.

    Raises:
        UsageError: there are none.
    """
    found = {
        path.relative_to(root).as_posix(): each
        for each in LAYERS
        if layer in (None, each)
        for path in sorted((root / PACKAGE / each).rglob("*.py"))
    }
    if module is not None:
        asked = Path(module).resolve()
        found = {p: each for p, each in found.items() if (root / p).is_relative_to(asked)}
        if not found:
            raise UsageError(f"--module {module}: no module of {', '.join(LAYERS)} is there")
    return found


def chosen_tests(root: Path, layers: Iterable[str], own: bool) -> list[str]:
    """Return the tests to run: the own ones of some layers, or all that are about the migrator."""
    tests = [f"tests/{each}" for each in LAYERS if (each in layers or not own)]
    others = [] if own else [p for pattern in OTHER_TESTS for p in sorted(root.glob(pattern))]
    found = [path for path in tests if (root / path).is_dir()]
    return [*found, *(path.relative_to(root).as_posix() for path in others)]


@dataclass(frozen=True)
class Tally:
    """What became of all mutants.

    Attributes:
        known: survivors that were looked at, and count neither as killed nor as survivors.
    """

    outcomes: Sequence[Outcome]
    known: Sequence[Equivalent]

    def is_equivalent(self, outcome: Outcome) -> bool:
        return any(each.is_of(outcome.mutant) for each in self.known)

    @property
    def survivors(self) -> list[Outcome]:
        """The real survivors."""
        return [o for o in self.outcomes if o.fate in SURVIVED and not self.is_equivalent(o)]

    def rate(self, outcomes: Iterable[Outcome]) -> float:
        """Return which part survives of the mutants that are decided and not equivalent."""
        decided = [o for o in outcomes if o.fate != UNDECIDED and not self.is_equivalent(o)]
        return sum(o.fate in SURVIVED for o in decided) / len(decided) if decided else 0.0

    def of(self, layer: str, path: str = "") -> list[Outcome]:
        return [o for o in self.outcomes if o.layer == layer and path in ("", o.mutant.path)]

    @property
    def layers(self) -> list[str]:
        return list(dict.fromkeys(outcome.layer for outcome in self.outcomes))

    @property
    def good(self) -> bool:
        return all(self.rate(self.of(layer)) < ALLOWED for layer in self.layers)


def show(tally: Tally, coverage: Coverage) -> None:
    """Print the survivors, then the table."""
    undecided = [o for o in tally.outcomes if o.fate == UNDECIDED and not tally.is_equivalent(o)]
    for outcome in (*tally.survivors, *undecided):
        mutant = outcome.mutant
        print(f"{mutant.path}:{mutant.line}: {outcome.fate}")
        print(f"  - {mutant.before}\n  + {mutant.after}")
    table = Table(box=None, pad_edge=False)
    table.add_column("module")
    for heading in ("mutants", *FATES, "equivalent", "survive"):
        table.add_column(heading, justify="right", no_wrap=True)
    for layer in tally.layers:
        for path in dict.fromkeys(outcome.mutant.path for outcome in tally.of(layer)):
            table.add_row(path.removeprefix(f"{PACKAGE}/"), *_cells(tally, tally.of(layer, path)))
        table.add_row(f"{layer}, together", *_cells(tally, tally.of(layer)), end_section=True)
    for_tables().print(table, highlight=False)
    if undecided:
        print(f"{counted(len(undecided), 'mutant')} undecided: give more time with --seconds")
    if coverage.failing:
        print(f"{counted(len(coverage.failing), 'test')} left out, failing without any mutant:")
        print("\n".join(f"  {name}" for name in coverage.failing))


def _cells(tally: Tally, outcomes: Sequence[Outcome]) -> list[str]:
    counts = Counter("equivalent" if tally.is_equivalent(o) else o.fate for o in outcomes)
    numbers = [len(outcomes), *(counts[fate] for fate in FATES), counts["equivalent"]]
    return [*(f"{number:,}" if number else "" for number in numbers), f"{tally.rate(outcomes):.1%}"]


def as_json(tally: Tally, coverage: Coverage, complaints: Sequence[str]) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "layers": {layer: tally.rate(tally.of(layer)) for layer in tally.layers},
        "mutants": [
            {
                "layer": outcome.layer,
                "path": outcome.mutant.path,
                "line": outcome.mutant.line,
                "before": outcome.mutant.before,
                "after": outcome.mutant.after,
                "fate": outcome.fate,
                "test": outcome.test,
                "equivalent": tally.is_equivalent(outcome),
            }
            for outcome in tally.outcomes
        ],
        "failing": coverage.failing,
        "stale": list(complaints),
    }
