"""Made-up programs: what is found is what running every schedule by hand finds."""

import asyncio
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from off_coroutine.engine import NEVER, Exploration, Limits, Trace, World

Step = tuple[Any, ...]
WORLD = World(ask=[1, OSError("gone")], work=[None], wait=[NEVER])
MANY = 300  # schedules of one pair of programs, and no more
spawn = asyncio.ensure_future

SIMPLE: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.sampled_from(["ask", "ask", "work", "wait"])),
    st.tuples(st.just("say"), st.integers(0, 1)),
    st.tuples(st.just("sleep"), st.integers(0, 2)),
)


def nested(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    several = st.lists(steps, max_size=2)
    return st.one_of(
        st.tuples(st.sampled_from(["both", "except", "cancelled", "finally"]), several, several),
        st.tuples(st.sampled_from(["shield", "timeout", "spawn"]), several),
    )


STEPS = st.lists(st.recursive(SIMPLE, nested, max_leaves=6), min_size=1, max_size=3)


async def play(world: Any, steps: list[Step]) -> None:
    for kind, *what in steps:
        if kind in ("ask", "work", "wait"):
            await getattr(world, kind)()
        elif kind == "say":
            world.say(*what)
        elif kind == "sleep":
            await asyncio.sleep(*what)
        elif kind == "both":
            await asyncio.gather(*[play(world, each) for each in what])
        elif kind == "except":
            try:
                await play(world, what[0])
            except OSError:
                await play(world, what[1])
        elif kind == "cancelled":
            try:
                await play(world, what[0])
            except asyncio.CancelledError:
                await play(world, what[1])
                raise
        elif kind == "finally":
            try:
                await play(world, what[0])
            finally:
                await play(world, what[1])
        elif kind == "shield":
            await asyncio.shield(play(world, what[0]))
        elif kind == "timeout":
            await asyncio.wait_for(play(world, what[0]), 1)
        else:
            spawn(play(world, what[0]))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """Return a program, and one in which a step is lost, changed or moved."""
    right: list[Step] = [("ask",), *draw(STEPS)]
    place = draw(st.integers(1, len(right) - 1))
    rest = right[:place] + right[place + 1 :]
    wrong = draw(st.sampled_from([rest, [*rest, right[place]]]))
    if draw(st.booleans()):
        wrong = [*right[:place], draw(SIMPLE), *right[place + 1 :]]
    return right, wrong


def first_difference(one: Trace, other: Trace) -> int | None:
    """Return how many decisions come before two traces differ."""
    if one.entries == other.entries and one.choices == other.choices:
        return None
    decisions = 0
    for left, right in zip(one.entries, other.entries, strict=False):
        if left != right:
            break
        decisions += left[1] == "decides"
    return decisions


def by_hand(exploration: Exploration) -> tuple[int, int | None]:
    """Run every schedule to its end; return how many, and the least decisions to a difference."""
    found: list[int] = []
    todo: list[list[int]] = [[]]
    count = 0
    while todo:
        count += 1
        assume(count <= MANY)
        start = todo.pop()
        one, other = exploration.replay(start).values()
        taken = [index for index, _ in one.choices]
        for place in range(len(start), len(taken)):
            todo += [[*taken[:place], index] for index in range(1, one.choices[place][1])]
        decisions = first_difference(one, other)
        if decisions is not None:
            found.append(decisions)
    return count, min(found, default=None)


@given(pairs(), st.integers(0, 2), st.integers(1, 2))
@example(  # what is waited for differs before a decision that no longer fits
    (
        [("ask",), ("except", [("ask",), ("ask",)], []), ("sleep", 1)],
        [("ask",), ("except", [("ask",), ("ask",)], []), ("sleep", 2)],
    ),
    0,
    1,
)
@settings(max_examples=400, deadline=None)
def test_the_shortest_difference_is_the_shortest_there_is(
    pair: tuple[list[Step], list[Step]], cancellations: int, simultaneous: int
) -> None:
    right, wrong = pair
    programs = {
        "right": lambda world: play(world, right),
        "wrong": lambda world: play(world, wrong),
    }
    exploration = Exploration(programs, WORLD, Limits(cancellations, simultaneous))
    count, shortest = by_hand(exploration)
    verdict = exploration.prove(100 * MANY)
    if shortest is None:
        assert (verdict.exhausted, verdict.schedules) == (True, count)
    else:
        assert verdict.difference is not None
        assert verdict.difference.decisions == shortest
        assert verdict.difference.shortest
