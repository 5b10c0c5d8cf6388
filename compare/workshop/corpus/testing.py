"""Run a package's own tests and record what becomes of each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compare.workshop.corpus.packages import Package, Setting
from compare.workshop.corpus.processes import run, tail

SECONDS = 300
INSIDE = Path(__file__).with_name("inside")
RECORDERS = {
    "pytest": ("-p", "recording_pytest", "--continue-on-collection-errors"),
    "nose2": ("--plugin", "recording_nose2"),
}
# Of a test that has several outcomes, such as one whose teardown fails, the last of these counts.
OUTCOMES = ("started", "passed", "skipped", "failed")


@dataclass
class Outcomes:
    """What became of the tests of a package.

    Attributes:
        tests: one of OUTCOMES by test; a test in which the run was stopped has only started.
        messages: what was raised, by test that failed.
        stopped: why the run did not end by itself, or an empty text.
        again: the tests that passed only when they were run again.
    """

    tests: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    stopped: str = ""
    again: list[str] = field(default_factory=list)

    def passed(self) -> list[str]:
        return [test for test, outcome in self.tests.items() if outcome == "passed"]

    def counts(self) -> dict[str, int]:
        """Return how many tests have each of OUTCOMES."""
        found = list(self.tests.values())
        return {outcome: found.count(outcome) for outcome in OUTCOMES}

    def became(self, test: str) -> str:
        """Say what became of a test, or of its module if that could not be imported."""
        told = test if test in self.tests else test.partition("::")[0]
        outcome = self.tests.get(test, "not run")
        message = self.messages.get(told, "").partition("\n")[0]
        return f"{outcome}: {message}" if message else outcome

    def add(self, second: Outcomes) -> None:
        """Count as passed what passed in a second run."""
        self.again = [test for test in second.passed() if self.tests.get(test) != "passed"]
        self.tests.update(dict.fromkeys(self.again, "passed"))


@dataclass(frozen=True)
class Lost:
    """A test that passed before migration and does not pass after it.

    Attributes:
        run: "same" or "after".
        became: what became of it, in a few words.
        reason: a cause that is not the migrator's, or an empty text.
    """

    run: str
    test: str
    became: str
    reason: str = ""


def lost(before: Outcomes, run: str, after: Outcomes) -> Iterator[Lost]:
    """Give the tests that passed before and do not pass in a later run."""
    for test in before.passed():
        if after.tests.get(test) != "passed":
            yield Lost(run, test, after.became(test))


async def run_tests(
    package: Package, setting: Setting, python: Path, tree: Path, prefix: Sequence[str]
) -> Outcomes:
    """Run the tests of an unpacked package; what they write and say is left beside it.

    Args:
        prefix: words before the command.
    """
    home, recorded, log = (tree.with_name(name) for name in ("home", "outcomes", "log"))
    home.mkdir()
    runner, *words = package.tests
    status = await run(
        [*prefix, python, "-m", runner, *RECORDERS[runner], *words],
        log,
        folder=tree,
        environment={
            "PATH": f"{python.parent}{os.pathsep}{os.defpath}",
            "PYTHONPATH": os.pathsep.join(map(str, _search_path(setting, tree))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(home),
            "TMPDIR": str(home),
            "LANG": "C.UTF-8",
            "CORPUS_OUTCOMES": str(recorded),
            **package.environment,
        },
        seconds=SECONDS,
    )
    outcomes = read(recorded)
    if status is None:
        outcomes.stopped = f"after {SECONDS} s"
    elif status not in (0, 1):  # all passed, some failed
        outcomes.stopped = f"with exit status {status}:\n{tail(log)}"
    return outcomes


def _search_path(setting: Setting, tree: Path) -> list[Path]:
    return [tree, INSIDE, *([INSIDE / "aliases"] if setting.aliases else [])]


def read(recorded: Path) -> Outcomes:
    """Read what ``inside/recording.py`` wrote."""
    outcomes = Outcomes()
    if recorded.exists():
        for line in recorded.read_text("utf-8").splitlines():
            name, outcome, message = json.loads(line)
            known = outcomes.tests.get(name, outcome)
            outcomes.tests[name] = max(known, outcome, key=OUTCOMES.index)
            if outcome == "failed":
                outcomes.messages[name] = message
    return outcomes
