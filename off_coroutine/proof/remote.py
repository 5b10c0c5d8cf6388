"""The proof of a migration on the Python that the code was written for, and from there on this."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from off_coroutine.interpreters import Interpreter, chosen
from off_coroutine.options import AGREE, DIFFERENT, INTERRUPTED, UsageError, counted
from off_coroutine.process import FailedError, follow
from off_coroutine.proof.columns import headline, side_by_side
from off_coroutine.proof.divergence import common, difference
from off_coroutine.proof.overlay import explore_each, migrated, proving
from off_coroutine.proof.scenario import Scenario
from off_coroutine.proof.worker import BOOTSTRAP

Progress = Callable[[int], None]
ROOT = Path(__file__).parents[2]  # what has the package, for the other interpreter to import


def chosen_python(name: str) -> Interpreter:
    """Return the interpreter that is named; by a path, with what its environment has.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = chosen([name])
    if len(found) != 1:
        raise UsageError(f"--python {name}: name the one that the code ran on")
    return replace(found[0], path=Path(name)) if os.sep in name else found[0]


@dataclass
class Elsewhere:
    """A contract, run before and after inside an interpreter, and after on this Python.

    Attributes:
        before, after: path -> content, as `prove` takes them.
        maximum: number of schedules.
        digests: of each scenario there, what happens under each schedule.
    """

    interpreter: Interpreter
    contract: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    maximum: int
    digests: list[list[str]] = field(default_factory=list)

    def prove(self, progress: Progress) -> int:
        """Print what is found and return the exit status.

        Raises:
            UsageError: the contract cannot be run there.
        """
        ended: dict[str, Any] = {}

        def hear(told: dict[str, Any]) -> None:
            if "report" in told:
                self._say(f"on Python {self.interpreter.full_name}: {told['report']}")
                self.digests.append([])
            elif "digests" in told:
                self.digests[-1] += told["digests"]
            else:
                ended.update(told)

        self._ask("run", hear, progress)
        status: int = ended["status"]
        return status or self._compare(progress)

    def _compare(self, progress: Progress) -> int:
        """Compare what is after on this Python with what was proved there."""
        try:
            here = [scenario.alone() for scenario in migrated(*self._sources)]
        except UsageError as error:
            self._say(f"not compared with Python {platform.python_version()}: {error}")
            return AGREE
        status = AGREE
        explored = explore_each(here, self.before, self.maximum, progress)
        for index, (scenario, verdict, digests) in enumerate(explored):
            if verdict.interrupted:
                return INTERRUPTED
            status = max(status, self._compared(index, scenario, digests))
        return status

    def _compared(self, index: int, scenario: Scenario, digests: list[str]) -> int:
        there, version = self.digests[index], platform.python_version()
        if digests == there:
            count = counted(len(digests), "schedule")
            self._say(f"after, on Python {version}: {scenario.name}: the same under {count}")
            return AGREE
        number = common(digests, there)
        with proving(self.before):
            trace = scenario.nth_trace(number)
        names = f"after, on {version}", f"before, on {self.interpreter.full_name}"
        found = difference(names, trace, self._nth_trace(index, number))
        self._say(f"{scenario.name}: {headline(found)}\n{side_by_side(found)}")
        return DIFFERENT

    def _nth_trace(self, scenario: int, number: int) -> list[Any]:
        ended: dict[str, Any] = {}
        self._ask("nth_trace", ended.update, scenario=scenario, number=number)
        trace: list[Any] = ended["trace"]
        return trace

    @property
    def _sources(self) -> tuple[Path, Mapping[str, bytes], Mapping[str, bytes]]:
        return self.contract, self.before, self.after

    def _ask(
        self,
        function: str,
        hear: Callable[[dict[str, Any]], object],
        progress: Progress = lambda count: None,
        **job: Any,
    ) -> None:
        """Call a function of ``worker`` there.

        Raises:
            UsageError: it could not do the job.
        """

        def heard(value: Any) -> None:
            if isinstance(value, int):
                progress(value)
            elif "wrong" in value:
                raise UsageError(f"on Python {self.interpreter.full_name}: {value['wrong']}")
            else:
                hear(value)

        job |= {"contract": str(self.contract), "maximum": self.maximum}
        for when, contents in (("before", self.before), ("after", self.after)):
            job[when] = {path: content.decode("latin-1") for path, content in contents.items()}
        with tempfile.TemporaryDirectory(prefix="prove-") as folder:
            file = Path(folder, "job.json")
            file.write_text(json.dumps(job), encoding="utf-8")
            words = ["-B", "-c", BOOTSTRAP, str(ROOT), function, str(file)]
            try:
                asyncio.run(follow(heard, [self.interpreter.path, *words]))
            except FailedError as error:
                raise UsageError(f"Python {self.interpreter.full_name} {error}") from error

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr)
