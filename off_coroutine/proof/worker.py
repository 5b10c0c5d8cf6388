"""Proves a migration inside another interpreter, any Python from 3.6 on.

Prints JSON, one value on a line: see ``run`` and ``nth_trace``. A number is a sign of life, how
many schedules were run; an object with ``wrong`` says why there will be no result.
"""

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

from off_coroutine.options import UsageError
from off_coroutine.proof.overlay import explore_each, proving, scenarios
from off_coroutine.proof.scenario import Scenario
from off_coroutine.proof.verdicts import exit_status, report

# To be run with the root of the source tree, the name of a function and the file of a job. What
# the interpreter has of its own comes first.
BOOTSTRAP = """
import sys
sys.path.append(sys.argv[1])
from off_coroutine.proof import worker
sys.stdout = sys.stderr  # what a program prints is no report
worker.do(sys.argv[2], sys.argv[3])
"""
_AT_ONCE = 1000  # digests on a line


def do(function: str, file: str) -> None:
    """Call a function with the job in a file: contract, before, after and maximum, as JSON."""
    with open(file, encoding="utf-8") as stream:
        job = json.load(stream)
    for when in ("before", "after"):
        job[when] = {path: content.encode("latin-1") for path, content in job[when].items()}
    try:
        globals()[function](job)
    except UsageError as error:
        _tell({"wrong": str(error)})


def run(job: Dict[str, Any]) -> None:
    """Print of each scenario its report, then the digests of its schedules; then the status."""
    verdicts = []
    for scenario, verdict, digests in explore_each(
        _scenarios(job), job["before"], job["maximum"], _tell
    ):
        verdicts.append(verdict)
        _tell({"report": report(scenario.name, verdict)})
        for start in range(0, len(digests), _AT_ONCE):
            _tell({"digests": digests[start : start + _AT_ONCE]})
    _tell({"status": exit_status(verdicts)})


def nth_trace(job: Dict[str, Any]) -> None:
    """Print what happens under the schedule of a number in the scenario of a number, before."""
    scenario = _scenarios(job)[job["scenario"]]
    with proving(job["before"]):
        trace = scenario.nth_trace(job["number"], _tell)
    _tell({"trace": [trace.entries, trace.choices, trace.decided]})


def _scenarios(job: Dict[str, Any]) -> List[Scenario]:
    return scenarios(Path(job["contract"]), job["before"], job["after"])


def _tell(value: Any) -> None:
    print(json.dumps(value), file=sys.__stdout__, flush=True)
