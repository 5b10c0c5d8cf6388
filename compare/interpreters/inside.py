"""Runs inside another interpreter, any Python from 3.6 on.

Each function prints JSON, one value on a line. They are called with arguments that
were JSON, too: see ``BOOTSTRAP``.
"""

import asyncio
import json
import sys
from typing import Any, List

from compare.contracts import contract_of
from compare.interpreters.requirements import lacking
from compare.styles import PACKAGES, load
from off_coroutine.engine import Verdict
from off_coroutine.proof.columns import headline, side_by_side

# To be run with the root of the source tree, the name of a function and its arguments as JSON.
BOOTSTRAP = """
import json, sys
sys.path.insert(0, sys.argv[1])
from compare.interpreters import inside
sys.stdout = sys.stderr  # what a program prints is no report
getattr(inside, sys.argv[2])(*json.loads(sys.argv[3]))
"""


def abilities(programs: List[str]) -> None:
    """Print whose decorator makes coroutines here, and by style and program what is lacking."""
    lacks = {style: {name: lacking(name, style) for name in programs} for style in PACKAGES}
    decorator = "asyncio" if hasattr(asyncio, "coroutine") else "legacy_style.coroutine"
    _tell({"decorator": decorator, "lacking": lacks})


def run(program: str, styles: List[str], maximum: int) -> None:
    """Run the examples of a program in the styles that can run here; print an object after each.

    Before, print what the others lack; now and then, a number of schedules.
    """
    lacks = {style: lacking(program, style) for style in styles}
    _tell({style: lack for style, lack in lacks.items() if lack})
    styles = [style for style in styles if not lacks[style]]
    modules = {style: load(program, style) for style in styles}
    for example in contract_of(program).examples if styles else []:
        seen = {style: example.observe(module) for style, module in modules.items()}
        verdict, digests = example.explore(modules, maximum, _tell)
        _tell(
            {
                "scenario": example.name,
                "observed": seen,
                "schedules": verdict.schedules,
                "exhausted": verdict.exhausted,
                "apart": _apart(verdict),
                "digests": digests,
            }
        )


def nth_trace(program: str, scenario: str, style: str, number: int) -> None:
    """Print what ``Example.nth_trace`` returns, and now and then before a number of schedules."""
    (example,) = [each for each in contract_of(program).examples if each.name == scenario]
    trace = example.nth_trace(load(program, style), number, _tell)
    _tell([trace.entries, trace.choices, trace.decided])


def _apart(verdict: Verdict) -> str:
    """Return how the styles differ, as text; empty if they don't."""
    if verdict.difference is None:
        return ""
    return headline(verdict.difference) + "\n" + side_by_side(verdict.difference)


def _tell(value: Any) -> None:
    print(json.dumps(value), file=sys.__stdout__, flush=True)
