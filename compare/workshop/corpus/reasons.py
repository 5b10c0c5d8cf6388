"""Causes of lost tests that are not the migrator's, each with its name.

A package has any number of them in ``reasons.toml``::

    [[aiohttp]]
    runs = ["after"]
    tests = ["tests/test_worker.py::test_init_signals", "tests/test_wsgi.py*"]
    became = "failed: AttributeError: module 'ssl' has no attribute"
    reason = "gunicorn 19 wants a `ssl` function that Python 3.12 has removed"

A test that is lost in another way than stands there has no reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from compare.workshop.corpus.testing import Lost

REASONS = Path(__file__).with_name("reasons.toml")


@dataclass(frozen=True)
class Reason:
    """Why tests of a package are lost.

    Attributes:
        runs: the runs in which they are.
        tests: their names; one that ends in ``*`` is how names begin.
        became: how what became of each of them begins.
    """

    package: str
    runs: tuple[str, ...]
    tests: tuple[str, ...]
    became: str
    reason: str

    def covers(self, lost: Lost, name: str) -> bool:
        """Return whether a test is lost for this reason, by one of its names."""
        named = lost.test.startswith(name[:-1]) if name.endswith("*") else lost.test == name
        return named and lost.run in self.runs and lost.became.startswith(self.became)


def load(path: Path = REASONS) -> list[Reason]:
    """Read the reasons."""
    with path.open("rb") as file:
        return [
            Reason(package, runs=tuple(entry.pop("runs")), tests=tuple(entry.pop("tests")), **entry)
            for package, entries in tomllib.load(file).items()
            for entry in entries
        ]


def explained(lost: Lost, reasons: Iterable[Reason]) -> Lost:
    """Return a lost test with its reason, if it has one."""
    for reason in reasons:
        if any(reason.covers(lost, name) for name in reason.tests):
            return replace(lost, reason=reason.reason)
    return lost


def unused(reasons: Iterable[Reason], lost: Sequence[Lost]) -> Iterator[str]:
    """Say which names of the reasons of a package no lost test has."""
    for reason in reasons:
        for name in reason.tests:
            if not any(reason.covers(each, name) for each in lost):
                complaint = f"no lost test matches {name}: delete it from reasons.toml"
                yield f"{reason.package}: {complaint}"
