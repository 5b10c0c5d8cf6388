"""Known differences: what a style does otherwise, shown by its shortest schedule.

Each module here holds one or more ``KnownDifference``. They are contracts like
those of the programs, except that they assert a difference: should a style one
day behave like the others, its difference fails.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from off_coroutine.engine import Difference, Limits, Verdict, World
from off_coroutine.proof.scenario import Scenario

Programs = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True)
class KnownDifference:
    """Programs of which some behave like ``modern`` and some do not.

    Attributes:
        name: a present-tense sentence that says what is different.
        remedy: what to do about it in a migration.
        programs: by style, ``modern`` among them.
        apart: for each style that differs, the decisions after which it does.
        world: the operations there are.
        limits: what is explored.
    """

    name: str
    remedy: str
    programs: Programs
    apart: Mapping[str, list[str]]
    world: World = field(default_factory=World)
    limits: Limits = field(default_factory=lambda: Limits(cancellations=0))

    def against(self, style: str) -> Scenario:
        """Return the scenario of ``modern`` and another style."""
        pair = {"modern": self.programs["modern"], style: self.programs[style]}
        name = f"{self.name} (modern and {style})"
        return Scenario(name, pair, self.world, self.limits)

    def scenarios(self) -> list[Scenario]:
        """Return the scenario of each other style: so ``prove`` takes it."""
        return [self.against(style) for style in self.programs if style != "modern"]

    def check(self) -> dict[str, Verdict]:
        """Return the verdict of each style against ``modern``."""
        return {style: self.against(style).prove() for style in self.programs if style != "modern"}

    def holds(self, verdicts: Mapping[str, Verdict]) -> bool:
        """Say whether exactly the styles in ``apart`` differ, where it says they do."""
        return all(
            decisions(verdict.difference) == self.apart.get(style)
            and (verdict.difference.shortest if verdict.difference else verdict.exhausted)
            for style, verdict in verdicts.items()
        )


def decisions(difference: Difference | None) -> list[str] | None:
    """Return the decisions up to a difference, in words."""
    if difference is None:
        return None
    entries = difference.traces[0].entries[: difference.at]
    return [entry[2] for entry in entries if entry[1] == "decides"]


def known_differences() -> list[KnownDifference]:
    """Return all of them."""
    found = []
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        for value in list(vars(import_module(f"{__name__}.{module}")).values()):
            if isinstance(value, KnownDifference):
                found.append(value)
    return found
