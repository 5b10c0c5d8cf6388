"""What an exploration says of programs: exhausted, bounded, different, interrupted."""

import asyncio
import itertools
import signal
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from engine_programs.exploring import NOTHING, ONCE, ask, decisions, run

from off_coroutine.engine import NEVER, EscapeError, Exploration, Limits, Trace, World

TWICE = World(op=[1, OSError("gone")])


async def ask_together(world: Any) -> Any:
    return await asyncio.gather(*[world.op(number) for number in range(4)])


async def ask_twice(world: Any) -> Any:
    return [await world.op(1), await world.op(2)]


async def ask_twice_and_say(world: Any) -> Any:
    answers = [await world.op(1), await world.op(2)]
    world.say("both")
    return answers


def explore(*programs: Callable[[Any], Any], world: World = NOTHING, **more: Any) -> Exploration:
    named = {f"program {number}": program for number, program in enumerate(programs, 1)}
    return Exploration(named, world, more.pop("limits", ONCE), **more)


# Exhausted or bounded


def test_programs_that_do_the_same_are_equivalent() -> None:
    verdict = explore(ask_together, ask_together).prove(1000)
    assert str(verdict) == "exhausted 24 schedules: equivalent"


@pytest.mark.parametrize("maximum", [1, 2, 23])
def test_what_was_stopped_is_bounded(maximum: int) -> None:
    verdict = explore(ask_together, ask_together).prove(maximum)
    assert not verdict.exhausted
    assert str(verdict) == f"bounded: stopped at {maximum} of more"


def test_what_is_left_when_the_bound_is_reached_counts_as_exhausted_if_it_is_nothing() -> None:
    assert explore(ask_together).prove(24).exhausted


def test_what_was_cut_off_is_bounded() -> None:
    async def without_end(world: Any) -> None:
        while await world.op():
            pass

    verdict = explore(without_end, world=World(op=[1, 0]), limits=Limits(0, decisions=3)).prove(99)
    assert not verdict.exhausted
    assert str(verdict) == "bounded: 4 schedules, some of them cut off"


def test_a_difference_that_was_not_searched_below_may_not_be_the_shortest() -> None:
    async def differs_at_once_if_cancelled(world: Any) -> Any:
        try:
            return await ask_twice_and_say(world)
        except asyncio.CancelledError:
            world.say("cancelled")
            raise

    exploration = explore(ask_twice, differs_at_once_if_cancelled, limits=Limits())
    hasty = exploration.prove(1).difference
    assert hasty is not None
    assert (hasty.decisions, hasty.shortest) == (2, False)
    shortest = exploration.prove(1000).difference
    assert shortest is not None
    assert (shortest.decisions, shortest.shortest) == (1, True)


def test_memory_does_not_grow_with_schedules() -> None:
    async def seven(world: Any) -> Any:
        return await asyncio.gather(*[world.op(number) for number in range(7)])

    def peak(schedules: int) -> int:
        tracemalloc.start()
        try:
            assert explore(seven, seven).prove(schedules).schedules == schedules
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(150)  # fills caches
    # 60 bytes kept of each schedule would double it.
    assert peak(1500) < 1.5 * peak(150)


def test_progress_is_told_now_and_then() -> None:
    told: list[int] = []

    async def six(world: Any) -> Any:
        return await asyncio.gather(*[world.op(number) for number in range(6)])

    explore(six, progress=told.append).prove(600)
    assert told == [256, 512]


# Different


def test_a_difference_has_both_traces_up_to_where_they_differ() -> None:
    difference = explore(ask_twice, ask_twice_and_say).prove(100).difference
    assert difference is not None
    one, other = difference.traces
    assert difference.names == ("program 1", "program 2")
    assert one.entries[: difference.at] == other.entries[: difference.at]
    assert one.entries[difference.at][1:] == ("ends", "returns [None, None]")
    assert other.entries[difference.at][1:] == ("says", "both")
    assert decisions(one) == ["op(1) gives None", "op(2) gives None"]


def test_a_difference_can_be_replayed() -> None:
    exploration = explore(ask_twice, ask_twice_and_say, world=TWICE, limits=Limits())
    difference = exploration.prove(100).difference
    assert difference is not None
    replayed = exploration.replay(difference.schedule)
    assert [trace.entries for trace in difference.traces] == [
        trace.entries for trace in replayed.values()
    ]


def test_a_schedule_that_does_not_exist_cannot_be_replayed() -> None:
    with pytest.raises(ValueError, match=r"no such schedule: there is no option 7 after \[0\]"):
        run(ask_twice, schedule=[0, 7])


def test_any_program_may_be_the_one_that_differs() -> None:
    difference = explore(ask_twice, ask_twice, ask_twice_and_say).prove(100).difference
    assert difference is not None
    assert difference.names == ("program 1", "program 3")


async def drop_in_order(world: Any) -> None:
    await asyncio.gather(*map(asyncio.ensure_future, [world.op(1), world.op(2)]))


async def drop_in_the_other_order(world: Any) -> None:
    one, other = world.op(1), world.op(2)
    await asyncio.gather(other, one)


async def drop_with_words_between(world: Any) -> None:
    one, other = world.op(1), world.op(2)
    try:
        await asyncio.wait([one, other])
    finally:
        other.cancel()
        world.say("one dropped")
        one.cancel()


def test_the_order_of_drops_counts_only_with_something_between() -> None:
    verdict = explore(drop_in_order, drop_in_the_other_order, limits=Limits()).prove(100)
    assert str(verdict) == "exhausted 5 schedules: equivalent"
    cancelled = run(drop_with_words_between, schedule=[2], limits=Limits()).entries
    assert [entry[2] for entry in cancelled[3:6]] == ["op(2)", "one dropped", "op(1)"]


def test_what_could_have_been_decided_at_once_counts() -> None:
    async def keep_a_timer(world: Any) -> None:
        timer = asyncio.get_running_loop().call_later(2, id, 2)
        await asyncio.sleep(1)
        timer.cancel()

    async def keep_none(world: Any) -> None:
        await asyncio.sleep(1)

    assert explore(keep_a_timer, keep_none).prove(100).exhausted
    both = explore(keep_a_timer, keep_none, limits=Limits(0, simultaneous=2))
    assert str(both.prove(100)) == "different after 1 decision"


# One program alone


def at_most_one_question(trace: Trace) -> bool:
    return len(trace.asks) <= 1


def answered(trace: Trace) -> None:
    assert "raises" not in trace.outcome, trace.outcome


def test_an_invariant_holds_for_every_trace() -> None:
    verdict = explore(ask, invariants=[at_most_one_question, answered]).prove(10)
    assert str(verdict) == "exhausted 1 schedule: every invariant holds"


@pytest.mark.parametrize(
    ("invariant", "schedule", "reason"),
    [
        (at_most_one_question, [0], "at_most_one_question does not hold"),
        (answered, [1], "answered does not hold: raises OSError('gone')"),
    ],
)
def test_a_broken_invariant_is_shown_by_its_shortest_schedule(
    invariant: Callable[[Trace], Any], schedule: list[int], reason: str
) -> None:
    difference = explore(ask_twice, world=TWICE, invariants=[invariant]).prove(10).difference
    assert difference is not None
    assert difference.names == ("program 1",)
    assert difference.reason.startswith(reason)
    assert difference.shortest


def test_an_invariant_is_not_asked_about_half_a_trace() -> None:
    """As runs are that are cut off in the search for a shorter schedule."""
    outcomes: set[str] = set()

    def ends_well(trace: Trace) -> bool:
        outcomes.add(trace.outcome)
        return "returns [1, 1]" not in trace.outcome

    verdict = explore(ask_twice, world=TWICE, invariants=[ends_well]).prove(100)
    assert verdict.difference is not None
    assert "" not in outcomes


# Interrupted


def interrupted_at(number: int) -> Callable[[Any], Any]:
    runs = itertools.count(1)

    async def program(world: Any) -> Any:
        try:
            if next(runs) == number:
                signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            world.say("the program should not see it")
        return await ask_twice(world)

    return program


@pytest.mark.parametrize("number", [1, 4])
def test_ctrl_c_ends_the_exploration_between_two_schedules(number: int) -> None:
    verdict = explore(interrupted_at(number), ask_twice, world=TWICE, limits=Limits()).prove(100)
    assert (verdict.interrupted, verdict.exhausted) == (True, False)
    assert str(verdict).startswith(f"interrupted after {number - 1} schedule")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_keeps_the_difference_found_so_far() -> None:
    # In the first of the shorter runs, after the one that differs and its confirmation.
    verdict = explore(interrupted_at(3), ask_twice_and_say).prove(1000)
    assert verdict.interrupted
    assert verdict.difference is not None
    assert not verdict.difference.shortest


def test_a_second_ctrl_c_does_not_wait() -> None:
    async def compute(world: Any) -> None:
        while True:
            signal.raise_signal(signal.SIGINT)

    assert explore(compute).prove(10).interrupted


# What the schedule does not determine


def test_a_program_that_remembers_earlier_runs_is_found_out() -> None:
    numbers = itertools.count()

    async def counting(world: Any) -> Any:
        await world.op(next(numbers))
        await world.op()

    with pytest.raises(EscapeError, match="program 1 did not do the same twice under the same"):
        explore(counting, counting).prove(100)


def test_a_program_whose_decisions_depend_on_earlier_runs_is_found_out() -> None:
    numbers = itertools.count()

    async def counting(world: Any) -> Any:
        await asyncio.wait([world.op() for _ in range(next(numbers) % 3 + 1)])

    with pytest.raises(EscapeError, match="keep it from random numbers"):
        explore(counting, world=World(op=[1, NEVER])).prove(100)
