"""Survivors that were looked at, and behave as the original does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from compare.workshop.mutants.operators import Mutant, mutants
from compare.workshop.mutants.run import KILLED, Outcome

FILE = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Equivalent:
    """A mutant that no test can kill: the line, what it is changed to, and why nobody can tell."""

    path: str
    line: str
    mutation: str
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        return (self.path, self.line, self.mutation) == (mutant.path, mutant.before, mutant.after)


def load(file: Path = FILE) -> list[Equivalent]:
    """Return the entries of a file.

    Raises:
        ValueError: an entry lacks something, its reason for one.
    """
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("mutant", [])
        found = [Equivalent(**entry) for entry in entries]
    except (TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{file.name}: {error}") from error
    for each in found:
        if not each.reason.strip():
            raise ValueError(f"{file.name}: no reason is given for {each.mutation!r}")
    return found


def stale(
    known: Iterable[Equivalent], outcomes: Sequence[Outcome], root: Path, paths: Iterable[str]
) -> list[str]:
    """Return what is wrong with the entries of some modules, in words."""
    complaints = []
    looked_at = set(paths)
    for each in known:
        if not (root / each.path).is_file():
            complaints.append(f"{each.path}: there is no such module: {each.mutation}")
        elif each.path in looked_at:
            text = (root / each.path).read_text(encoding="utf-8")
            if not any(each.is_of(mutant) for mutant in mutants(each.path, text)):
                complaints.append(f"{each.path}: there is no such mutant any more: {each.mutation}")
            elif tests := [o.test for o in outcomes if o.fate in KILLED and each.is_of(o.mutant)]:
                complaints.append(f"{each.path}: killed by {tests[0]}: {each.mutation}")
    return complaints
