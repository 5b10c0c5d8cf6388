"""Causes of lost tests that are not the migrator's, each with its name.

A package has any number of them in ``reasons.toml``::

    [[aiohttp]]
    runs = ["after"]
    tests = ["tests/test_worker.py::test_init_signals", "tests/test_wsgi.py*"]
    reason = "gunicorn 19 wants a `ssl` function that Python 3.12 has removed"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compare.corpus.trial import Lost, Trial

REASONS = Path(__file__).with_name("reasons.toml")


@dataclass(frozen=True)
class Reason:
    """Why tests of a package are lost.

    Attributes:
        runs: the runs in which they are.
        tests: their names; one that ends in ``*`` is how names begin.
    """

    package: str
    runs: tuple[str, ...]
    tests: tuple[str, ...]
    reason: str

    def unused(self, lost: Iterable[Lost]) -> Iterator[str]:
        """Give the reason to the tests it names; yield the names that match none."""
        lost = [each for each in lost if each.run in self.runs]
        for name in self.tests:
            matching = [each for each in lost if _matches(name, each.test)]
            for each in matching:
                each.reason = self.reason
            if not matching:
                yield name


def load(path: Path = REASONS) -> list[Reason]:
    """Read the reasons."""
    with path.open("rb") as file:
        return [
            Reason(package, tuple(entry["runs"]), tuple(entry["tests"]), entry["reason"])
            for package, entries in tomllib.load(file).items()
            for entry in entries
        ]


def excuse(trials: Iterable[Trial], reasons: Iterable[Reason]) -> list[str]:
    """Give lost tests their reasons; return what is wrong with the reasons of these packages."""
    tried = {trial.package.name: trial for trial in trials if not trial.problem}
    return [
        f"{reason.package}: no lost test matches {name}: delete it from reasons.toml"
        for reason in reasons
        if reason.package in tried
        for name in reason.unused(tried[reason.package].lost)
    ]


def _matches(name: str, test: str) -> bool:
    return test.startswith(name[:-1]) if name.endswith("*") else test == name
