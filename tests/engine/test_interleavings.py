"""Interleavings: the reduction leaves out orders, and never a result."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from interleaving_cases import primitives, shared_state

from off_coroutine.engine import Limits, World
from off_coroutine.engine.interleavings import Interleavings, SetVerdict

CASES = {**primitives.PROGRAMS, **shared_state.PROGRAMS}
WORLD = World(fetch=["found"])
Program = Callable[[Any], Any]


def explored(program: Program, *, reduce: bool) -> SetVerdict:
    limits = Limits(cancellations=0)
    exploration = Interleavings({"it": program}, WORLD, limits, reduce=reduce)
    # What pytest keeps in context variables is shared by all tasks, so they would depend.
    return Context().run(exploration.prove, 50_000)


@pytest.mark.parametrize("name", CASES)
def test_the_reduction_loses_no_result(name: str) -> None:
    everything = explored(CASES[name], reduce=False)
    reduced = explored(CASES[name], reduce=True)
    assert everything.exhausted
    assert reduced.exhausted
    assert set(reduced.results["it"]) == set(everything.results["it"])
    assert reduced.schedules["it"] <= everything.schedules["it"]


def test_tasks_that_share_nothing_need_a_single_schedule() -> None:
    program = CASES["disjoint_counters"]
    assert explored(program, reduce=False).schedules == {"it": 20}
    assert explored(program, reduce=True).schedules == {"it": 1}


def test_a_lost_update_is_found_and_a_lock_prevents_it() -> None:
    assert len(explored(primitives.a_lock, reduce=True).results["it"]) == 1

    async def unlocked(world: Any) -> Any:
        counter = [0]

        async def count() -> None:
            seen = counter[0]
            await asyncio.sleep(0)
            counter[0] = seen + 1

        await asyncio.gather(count(), count())
        return counter

    results = explored(unlocked, reduce=True).results["it"]
    assert {entries[-1][2] for entries in results} == {"returns [1]", "returns [2]"}
