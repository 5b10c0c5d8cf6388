"""The command that looks for sources on which the migrator fails."""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console

from compare.workshop.cores import available
from compare.workshop.fuzz.checks import OURS, Checked, Tool, check, minimised
from compare.workshop.fuzz.scramble import sample
from off_coroutine.migration.source.progress import progress
from off_coroutine.options import AGREE, DIFFERENT, add_json, count, counted, positive

if TYPE_CHECKING:
    from off_coroutine.options import Commands

FEW = 5  # seeds that are shown of one kind


def add_command(commands: Commands) -> None:
    parser = commands.add_parser(
        "fuzz",
        help="review and migrate sources that nobody would write",
        description="Change real sources at random, review and migrate them: no exception, text"
        " that parses where the original did, nothing more to change the second time.",
        epilog="Ends with 0 if all of that holds, 1 if not, 2 for wrong usage, 130 after Ctrl-C. A"
        " seed shows again with `fuzz --count 1 --seed SEED`, on the same Python.",
    )
    parser.set_defaults(run=command)
    parser.add_argument("--count", type=positive, default=5000, metavar="N", help="(%(default)s)")
    parser.add_argument(
        "--seed", type=count, default=0, metavar="S", help="the first (%(default)s)"
    )
    parser.add_argument("--jobs", type=positive, default=available(), metavar="N")
    add_json(parser)


@dataclass(frozen=True)
class Kind:
    """A way to fail.

    Attributes:
        said: what was said of the first.
        seeds: of all that fail so.
        source: of the first, as small as it was made.
    """

    name: str
    said: str
    seeds: list[int]
    source: bytes


def command(options: argparse.Namespace) -> int:
    """Print what became of the sources, and how each kind of failure can be seen."""
    seeds = range(options.seed, options.seed + options.count)
    counts, kinds = fuzz(seeds, options.jobs, OURS)
    if options.json:
        failures = [vars(kind) | {"source": kind.source.decode("latin-1")} for kind in kinds]
        print(json.dumps({"counts": counts, "failures": failures}, indent=2))
    else:
        for kind in kinds:
            shown = ", ".join(map(str, kind.seeds[:FEW])) + (" ..." if kind.seeds[FEW:] else "")
            print(f"{len(kind.seeds)} times {kind.name}")
            print(f"  {kind.said}\n  seeds {shown}".replace("  \n", ""))
            print("".join(f"    | {line}\n" for line in _shown(kind.source)))
        said = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(counts.items()))
        print(f"{counted(options.count, 'source')}: {said}")
    return DIFFERENT if kinds else AGREE


def fuzz(seeds: range, jobs: int = 1, tool: Tool = OURS) -> tuple[dict[str, int], list[Kind]]:
    """Check the sources of some seeds; return how many became what, and how they fail."""
    context = multiprocessing.get_context("fork")  # a tool of a test stands in no module
    with ProcessPoolExecutor(jobs, context) as pool:
        found = pool.map(partial(_checked, tool), seeds, chunksize=20)
        checked = [next(found) for _ in progress(len(seeds))(seeds, "fuzzing")]
    failing: defaultdict[str, list[int]] = defaultdict(list)
    said: dict[str, str] = {}
    for seed, each in zip(seeds, checked, strict=True):
        if each.failure:
            failing[each.failure.kind].append(seed)
            said.setdefault(each.failure.kind, each.failure.said)
    kinds: list[Kind] = []
    with Console(stderr=True).status("") as status:
        for name in sorted(failing, key=lambda kind: -len(failing[kind])):
            status.update(f"minimising {len(kinds) + 1} of {len(failing)}: {name}")
            smallest = min((sample(seed) for seed in failing[name][:FEW]), key=len)
            kinds.append(Kind(name, said[name], failing[name], minimised(smallest, name, tool)))
    return dict(Counter(each.outcome for each in checked)), kinds


def _checked(tool: Tool, seed: int) -> Checked:
    return check(sample(seed), tool)


def _shown(source: bytes) -> Sequence[str]:
    return source.decode("utf-8", "backslashreplace").splitlines()
