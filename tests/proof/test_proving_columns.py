"""A difference as text."""

import asyncio
from typing import Any

import pytest
from engine_programs.exploring import run

from off_coroutine.engine import NEVER, Difference, Exploration, Limits, World
from off_coroutine.proof.columns import (
    headline,
    one_column,
    read_schedule,
    side_by_side,
    write_schedule,
)

WORLD = World(ask=["an answer of many words, of which there are too many"], wait=[NEVER])


async def one(world: Any) -> int:
    return len([await world.ask(1), await world.ask(2)])


async def other(world: Any) -> int:
    return len(await asyncio.gather(world.ask(1), world.ask(2)))


async def third(world: Any) -> int:
    count = await one(world)
    world.say("and both", "of them are here")
    return count


def difference(*programs: Any, limits: Limits | None = None) -> Difference:
    named = {program.__name__: program for program in programs}
    found = Exploration(named, WORLD, limits).prove(1000).difference
    assert found is not None
    return found


SHOWN = """\
  time    one                       third
  0       asks ask(1)               asks ask(1)
  -----   ask(1) gives 'an answer of many words, of which
          there are too many'
  0       asks ask(2)               asks ask(2)
  -----   ask(2) gives 'an answer of many words, of which
          there are too many'
> 0       ends returns 2            says and both of them
                                    are here
  0                                 ends returns 2"""


def test_the_first_difference_is_marked_and_long_cells_are_wrapped() -> None:
    assert side_by_side(difference(one, third), width=60) == SHOWN


def test_a_difference_in_what_is_waited_for_is_shown() -> None:
    assert side_by_side(difference(one, other)).splitlines()[-1] == (
        "> 0       waits for ask(1)                            asks ask(2)"
    )


@pytest.mark.parametrize("simultaneous", [1, 2])
def test_the_headline_counts_decisions(simultaneous: int) -> None:
    limits = Limits(cancellations=1, simultaneous=simultaneous)
    assert headline(difference(one, third, limits=limits)) == (
        "one and third: they differ, after 2 decisions (no shorter schedule shows it)"
    )


def test_a_hang_is_shown_with_its_place() -> None:
    async def hang(world: Any) -> None:
        await world.wait()

    lines = one_column(run(hang, WORLD)).splitlines()
    assert lines[:3] == [
        "  0       asks wait()",
        "  -----   wait() never answers",
        "  0       ends hangs: waiting for wait()",
    ]
    assert lines[3].startswith("          at test_proving_columns.py:")


@pytest.mark.parametrize("schedule", [[], [1, 0, 12]])
def test_a_schedule_is_read_as_it_was_written(schedule: list[int]) -> None:
    assert read_schedule(write_schedule(schedule)) == schedule


@pytest.mark.parametrize("word", ["", "one", "1..2", "-1", "1,2"])
def test_what_is_no_schedule_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"is no schedule: give what a report printed, as 1\.0\.2"):
        read_schedule(word)
