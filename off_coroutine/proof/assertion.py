"""The assertion for a test: two programs behave alike in a world."""

from typing import Any, Callable, Optional

from off_coroutine.engine import Limits, Verdict, World
from off_coroutine.proof.columns import headline, side_by_side, write_schedule
from off_coroutine.proof.scenario import Scenario


def assert_equivalent(
    old: Callable[[Any], Any],
    new: Callable[[Any], Any],
    world: World,
    limits: Optional[Limits] = None,
    max_schedules: int = 20000,
) -> Verdict:
    """Run two programs under every schedule and compare their traces.

    Args:
        old: called with the running world; returns an awaitable.
        new: the same.
        world: the operations there are, each with all its outcomes.
        limits: how often the programs are cancelled, and more.
        max_schedules: where to give up.

    Raises:
        AssertionError: they differ, with both traces of the shortest schedule
            that shows it; or there are more schedules than ``max_schedules``,
            because what was not run was not proved.
    """
    __tracebackhide__ = True  # pytest shows the caller's line, not this one
    verdict = Scenario("assert_equivalent", {"old": old, "new": new}, world, limits).prove(
        max_schedules
    )
    if verdict.interrupted:
        raise KeyboardInterrupt
    if verdict.difference is not None:
        raise AssertionError(
            "{}\n{}\nschedule {}".format(
                headline(verdict.difference),
                side_by_side(verdict.difference),
                write_schedule(verdict.difference.schedule),
            )
        )
    if not verdict.exhausted:
        raise AssertionError(
            "{}: nothing differed so far. Raise max_schedules, or give the operations "
            "fewer outcomes.".format(verdict)
        )
    return verdict
