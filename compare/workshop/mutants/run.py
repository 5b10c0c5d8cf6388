"""Which mutants the tests kill."""

from __future__ import annotations

import itertools
import queue
import random
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from compare.workshop.mutants.operators import Mutant, mutants
from compare.workshop.mutants.worker import Test, Worker

Item = TypeVar("Item")
Result = TypeVar("Result")

KILLED = ("killed", "timed out")
SURVIVED = ("survived", "not reached")
UNDECIDED = "undecided"  # within the time for one mutant
FATES = (*KILLED, *SURVIVED, UNDECIDED)


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    Attributes:
        fate: one of FATES.
        test: that killed it, or that hung.
    """

    layer: str
    mutant: Mutant
    fate: str
    test: str = ""


@dataclass(frozen=True)
class Plan:
    """What to mutate, and how to try it.

    Attributes:
        root: of the project.
        modules: path of a module -> its layer.
        tests: paths for pytest; those of a layer, "tests/<layer>/", come first for its mutants.
        sample: how many mutants to try of each layer; None: all.
        seconds: that the tests of one mutant may take, without it.
    """

    root: Path
    modules: Mapping[str, str]
    tests: Sequence[str]
    sample: int | None = None
    seed: int = 0
    jobs: int = 2
    seconds: float = 10.0

    def mutants(self) -> list[Mutant]:
        """Return the mutants to try, by module and place."""
        chosen: list[Mutant] = []
        for layer in dict.fromkeys(self.modules.values()):
            found = [
                mutant
                for path, of in self.modules.items()
                if of == layer
                for mutant in mutants(path, (self.root / path).read_text(encoding="utf-8"))
            ]
            if self.sample is not None and self.sample < len(found):
                indices = random.Random(self.seed).sample(range(len(found)), self.sample)
                found = [found[index] for index in sorted(indices)]
            chosen += found
        return chosen


@dataclass
class Coverage:
    """The tests that pass without a mutant, and what they reach.

    Attributes:
        failing: names of tests that fail without any mutant, which say nothing about one.
        killers: path of a module -> name of the test that killed the last mutant of it.
    """

    tests: list[Test]
    imported: dict[str, set[int]]
    failing: list[str]
    killers: dict[str, str] = field(default_factory=dict)

    def reaching(self, mutant: Mutant, layer: str, seconds: float) -> tuple[list[Test], bool]:
        """Return the tests to try, and if that is all.

        First the one that killed the last mutant of the module, then the layer's own, fast ones
        first. What runs when a module is imported may show in any test, more likely in one that
        runs something of it.
        """
        lines = set(range(mutant.statement[0], mutant.statement[1] + 1))
        found = list(self.tests)
        if not lines & self.imported.get(mutant.path, set()):
            found = [test for test in found if lines & test.hits.get(mutant.path, set())]
        own, killer = f"tests/{layer}/", self.killers.get(mutant.path)

        def late(test: Test) -> tuple[bool, bool, bool, float]:
            is_own = test.name.startswith(own)
            return test.name != killer, not is_own, mutant.path not in test.hits, test.seconds

        found.sort(key=late)
        spent = itertools.accumulate(test.seconds for test in found)
        chosen = [test for test, until in zip(found, spent, strict=True) if until <= seconds]
        chosen = chosen or found[:1]
        return chosen, len(chosen) == len(found)


Progress = Callable[[str, int, int], None]  # what is done, how many of how many


def run(plan: Plan, progress: Progress) -> tuple[list[Outcome], Coverage]:
    """Try the mutants of a plan.

    Raises:
        ServerError: the tests cannot be run without a mutant.
    """
    chosen = plan.mutants()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ExitStack() as stack:
        progress("collecting the tests", 0, 1)
        number = max(1, min(plan.jobs, len(chosen)))

        def worker(number: int) -> Worker:
            copy = Path(folder, str(number))
            return stack.enter_context(
                closing(Worker(plan.root, copy, list(plan.modules), plan.tests))
            )

        workers = _in_threads(worker, range(number))
        coverage = _coverage(workers, progress)
        outcomes = _tried(plan, chosen, workers, coverage, progress)
    return outcomes, coverage


def _in_threads(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what `work` gives for each item, all at the same time; raise what one of them raises.

    Ctrl-C ends the main thread, which ends the servers, so that the threads end.
    """
    results: dict[int, Result] = {}
    errors: list[BaseException] = []

    def one(number: int) -> None:
        try:
            results[number] = work(items[number])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=one, args=(n,), daemon=True) for n in range(len(items))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error
    return [results[number] for number in range(len(items))]


def _coverage(workers: Sequence[Worker], progress: Progress) -> Coverage:
    """Run every test once; each worker runs whole files, as fixtures want it."""
    names = workers[0].tests
    files = list(dict.fromkeys(name.partition("::")[0] for name in names))
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for file in files:
        waiting.put(file)
    found: list[Test] = []

    def work(worker: Worker) -> None:
        for file in _taken(waiting):
            for test in worker.without_mutant([n for n in names if n.partition("::")[0] == file]):
                found.append(test)
                progress("running the tests without a mutant", len(found), len(names))

    _in_threads(work, workers)
    failing = sorted(test.name for test in found if test.outcome == "failed")
    passing = [test for test in found if test.outcome == "passed"]
    return Coverage(passing, workers[0].imported, failing)


def _tried(
    plan: Plan,
    chosen: Sequence[Mutant],
    workers: Sequence[Worker],
    coverage: Coverage,
    progress: Progress,
) -> list[Outcome]:
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(chosen)):
        waiting.put(number)
    found: dict[int, Outcome] = {}

    def work(worker: Worker) -> None:
        for number in _taken(waiting):
            mutant = chosen[number]
            layer = plan.modules[mutant.path]
            tests, every = coverage.reaching(mutant, layer, plan.seconds)
            fate, last = worker.try_mutant(mutant, tests) if tests else ("not reached", "")
            if fate == "survived" and not every:
                fate = UNDECIDED
            if fate == "killed":
                coverage.killers[mutant.path] = last
            found[number] = Outcome(layer, mutant, fate, last if fate in KILLED else "")
            count = Counter(outcome.fate for outcome in list(found.values()))
            said = ", ".join(f"{count[fate]} {fate}" for fate in FATES if count[fate])
            progress(f"mutants: {said}", len(found), len(chosen))

    _in_threads(work, workers)
    return [found[number] for number in range(len(chosen))]


def _taken(waiting: queue.SimpleQueue[Item]) -> Iterator[Item]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return
