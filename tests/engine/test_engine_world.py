"""What a program asks of its world, what is decided, and what it gets."""

import asyncio
import math
import threading
from typing import Any

import pytest
from engine_programs.exploring import NOTHING, ONCE, all_traces, ask, decisions, events, run

from off_coroutine.engine import NEVER, Exploration, Limits, World
from off_coroutine.engine.interleavings import Interleavings
from off_coroutine.engine.world import After


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [
        (None, "returns None"),
        ([{"a": {2, 1}}], "returns [{'a': set(1, 2)}]"),
        (KeyError("x", 1), "raises KeyError('x', 1)"),
        (KeyError, "raises KeyError()"),
        (asyncio.CancelledError("why"), "is cancelled"),
        (NEVER, "hangs: waiting for op()"),
    ],
    ids=str,
)
def test_a_program_ends_as_what_it_waits_for(outcome: Any, ends: str) -> None:
    assert run(ask, World(op=[outcome])).outcome == ends


def test_a_cancelled_program_drops_what_it_waits_for() -> None:
    assert events(run(ask, limits=Limits(), schedule=[1])) == [
        "asks op()",
        "decides the program is cancelled",
        "drops op()",
        "ends is cancelled",
    ]


def test_an_operation_that_is_never_answered_can_still_be_dropped() -> None:
    trace = run(ask, World(op=[NEVER]), [0, 1], Limits())
    assert events(trace)[-2:] == ["drops op()", "ends is cancelled"]


def test_a_program_can_be_cancelled_again_while_it_cleans_up() -> None:
    async def program(world: Any) -> None:
        try:
            await world.work()
        finally:
            await world.clean(up=True)

    world = World(work=[None], clean=[None])
    trace = run(program, world, [1, 1], Limits(cancellations=2))
    assert events(trace) == [
        "asks work()",
        "decides the program is cancelled",
        "drops work()",
        "asks clean(up=True)",
        "decides the program is cancelled",
        "drops clean(up=True)",
        "ends is cancelled",
    ]
    assert len(all_traces(program, world, Limits(cancellations=2))) == 4


def test_an_answer_and_a_cancellation_can_come_at_once() -> None:
    trace = run(ask, schedule=[0, 1], limits=Limits(simultaneous=2))
    assert decisions(trace) == ["op() gives None", "at once: the program is cancelled"]
    assert trace.outcome == "is cancelled"


def test_two_answers_can_come_at_once_in_either_order() -> None:
    async def program(world: Any) -> Any:
        done, _ = await asyncio.wait(
            {world.op(1), world.op(2)}, return_when=asyncio.FIRST_COMPLETED
        )
        return len(done)

    traces = all_traces(program, NOTHING, Limits(cancellations=0, simultaneous=2))
    found = {tuple(decisions(trace)): trace.outcome for trace in traces}
    assert found == {
        ("op(1) gives None",): "returns 1",
        ("op(2) gives None",): "returns 1",
        ("op(1) gives None", "at once: op(2) gives None"): "returns 2",
        ("op(2) gives None", "at once: op(1) gives None"): "returns 2",
    }


async def two_in_time(world: Any) -> Any:
    return await asyncio.wait_for(asyncio.gather(world.op(1), world.op(2)), 3)


def test_an_answer_can_take_its_time() -> None:
    trace = run(two_in_time, World(op=[After(2, "late")]))
    assert [entry[:3] for entry in trace.entries] == [
        (0.0, "asks", "op(1)"),
        (0.0, "asks", "op(2)"),
        (0.0, "decides", "op(1) gives 'late' after 2 s"),
        (0.0, "decides", "op(2) gives 'late' after 2 s"),
        (0.0, "decides", "the clock reaches 2: all 2 timers fire"),
        (2.0, "ends", "returns ['late', 'late']"),
    ]
    assert trace.entries[3][3] == ("op(2)", "the clock at 2")


def test_what_is_due_earlier_than_an_answer_comes_earlier() -> None:
    trace = run(two_in_time, World(op=[After(3.5, OSError("late"))]))
    assert events(trace)[2:] == [
        "decides op(1) raises OSError('late') after 3.5 s",
        "decides op(2) raises OSError('late') after 3.5 s",
        "decides the clock reaches 3",
        "drops op(1)",
        "drops op(2)",
        "ends raises TimeoutError()",
    ]


def test_an_answer_that_was_on_its_way_to_a_dropped_operation_is_no_timer() -> None:
    async def program(world: Any) -> None:
        operation = world.op()
        await asyncio.sleep(1)
        operation.cancel()
        await asyncio.sleep(9)

    trace = run(program, World(op=[After(5, None)]))
    assert decisions(trace) == [
        "op() gives None after 5 s",
        "the clock reaches 1",
        "the clock reaches 10",
    ]


def test_an_answer_that_arrives_when_all_is_over_is_nothing_left() -> None:
    async def program(world: Any) -> None:
        pause = asyncio.ensure_future(asyncio.sleep(2))
        asking = asyncio.ensure_future(ask(world))
        await asyncio.wait([pause, asking], return_when=asyncio.FIRST_COMPLETED)

    world = World(op=[After(2, "late")])
    verdict = Interleavings({"it": program}, world, ONCE, reduce=False).prove(1000)
    assert verdict.exhausted
    ends = {entry[2] for found in verdict.results["it"] for entry in found if entry[1] != "decides"}
    assert ends == {"op()", "returns None", "1 unfinished task(s)"}


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(0, 1), (1e-12, 1), (-1, 1), (math.inf, 1), (math.nan, 1), (1, NEVER)]
)
def test_an_answer_that_does_not_come_in_time_is_refused(seconds: float, outcome: Any) -> None:
    with pytest.raises(ValueError, match=r"needs a number of seconds above 0, .* After\(2, \"text"):
        After(seconds, outcome)


def test_timers_due_together_fire_all_or_each_alone() -> None:
    async def sleeper(world: Any, name: str, *delays: float) -> None:
        for delay in delays:
            await asyncio.sleep(delay)
        world.say(name)

    async def program(world: Any) -> None:
        await asyncio.gather(sleeper(world, "a", 0.1, 0.2), sleeper(world, "b", 0.3))

    traces = all_traces(program, World())
    assert [(trace.says, decisions(trace)[1:]) for trace in traces] == [
        (["b", "a"], ["the clock reaches 0.3: all 2 timers fire"]),
        (["b", "a"], ["the clock reaches 0.3: timer 1 of 2 fires", "the clock reaches 0.3"]),
        (["a", "b"], ["the clock reaches 0.3: timer 2 of 2 fires", "the clock reaches 0.3"]),
    ]


def test_a_decision_shows_what_is_waited_for() -> None:
    async def program(world: Any) -> None:
        await asyncio.wait_for(world.op(7), 2.5)

    trace = run(program)
    assert trace.entries[1] == (0.0, "decides", "op(7) gives None", ("op(7)", "the clock at 2.5"))


def test_the_same_call_again_is_another_operation() -> None:
    async def program(world: Any) -> None:
        await asyncio.gather(world.op(1), world.op(1), world.op(2))

    assert run(program).asks == ["op(1)", "op(1) #2", "op(2)"]


# Values


def test_each_run_gets_a_value_of_its_own() -> None:
    async def program(world: Any) -> Any:
        value = await world.op()
        value["items"].append(1)
        return value

    world = World(op=[{"items": []}], other=[1, 2])
    exploration = Exploration({"one": program, "other": program}, world)
    assert str(exploration.prove(10)) == "exhausted 2 schedules: equivalent"
    assert run(program, world).outcome == "returns {'items': [1]}"


def caused_by_another() -> ValueError:
    error = ValueError("no")
    error.__cause__ = OSError("earlier")
    return error


class WithoutCopyError(Exception):
    """Its ``args`` are not what its ``__init__`` takes."""

    def __init__(self, code: int, *, reason: str) -> None:
        super().__init__(f"{reason} ({code})")
        self.code = code


class UnfaithfulCopyError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(f"code {code}")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no"),
        ValueError,
        caused_by_another(),
        WithoutCopyError(1, reason="no"),
        UnfaithfulCopyError(2),
    ],
    ids=repr,
)
def test_each_run_gets_an_exception_without_a_past(error: Any) -> None:
    async def program(world: Any) -> None:
        try:
            await world.op()
        except Exception as caught:
            world.say(depth(caught), caught.__context__, caught.__cause__)
            raise caught from KeyError("later")

    def depth(caught: BaseException) -> int:
        traceback, count = caught.__traceback__, 0
        while traceback is not None:
            traceback, count = traceback.tb_next, count + 1
        return count

    world = World(op=[error])
    says = [run(program, world).says for _ in range(3)]
    assert says == [["1 None None"]] * 3


def test_two_operations_raise_two_exceptions() -> None:
    async def program(world: Any) -> Any:
        both = await asyncio.gather(world.op(1), world.op(2), return_exceptions=True)
        return both[0] is both[1]

    assert run(program, World(op=[caused_by_another()])).outcome == "returns False"


def test_a_sentinel_stays_itself() -> None:
    missing = object()

    async def program(world: Any) -> Any:
        return await world.op() is missing

    assert run(program, World(op=[missing])).outcome == "returns True"


# Refusals


@pytest.mark.parametrize(
    ("operations", "error", "message"),
    [
        ({"op": []}, ValueError, "op has no outcomes: give a list"),
        ({"op": "text"}, ValueError, "op has no outcomes: give a list"),
        ({"say": [None]}, ValueError, "'say' is taken"),
        ({"_op": [None]}, ValueError, "'_op' is taken"),
        ({"op": [threading.Lock()]}, TypeError, "op cannot have one of its outcomes: .*pickle"),
        ({"op": [UnicodeDecodeError]}, TypeError, "op cannot have one of its outcomes: "),
        ({"op": [StopIteration(1)]}, ValueError, r"StopIteration\(1\) cannot be raised"),
        ({"op": [KeyboardInterrupt]}, ValueError, r"KeyboardInterrupt\(\) cannot be raised"),
    ],
)
def test_a_world_that_cannot_be_is_refused(
    operations: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        World(**operations)
