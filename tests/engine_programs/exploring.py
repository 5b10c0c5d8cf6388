"""What the tests ask of a run. Readable by Python 3.6."""

from typing import Any, Callable, List, Sequence

from off_coroutine.engine import Exploration, Limits, Trace, World

ONCE = Limits(cancellations=0)
NOTHING = World(op=[None])


async def ask(world: Any) -> Any:
    return await world.op()


def run(
    program: Callable[[Any], Any],
    world: World = NOTHING,
    schedule: Sequence[int] = (),
    limits: Limits = ONCE,
) -> Trace:
    """Run a program under one schedule, by default without cancelling it."""
    return Exploration({"program": program}, world, limits).replay(schedule)["program"]


def all_traces(program: Callable[[Any], Any], world: World, limits: Limits = ONCE) -> List[Trace]:
    """Run a program under all of its schedules, which must be few."""
    traces: List[Trace] = []
    verdict = Exploration({"program": program}, world, limits, [traces.append]).prove(1000)
    assert verdict.exhausted, verdict
    return traces


def events(trace: Trace) -> List[str]:
    """Return the entries as texts, without their times."""
    return ["{} {}".format(entry[1], entry[2]) for entry in trace.entries]


def left(trace: Trace) -> List[str]:
    """Return what the program left behind."""
    return [entry[2] for entry in trace.entries if entry[1] == "leaves"]


def decisions(trace: Trace) -> List[str]:
    """Return what was decided, in order."""
    return [entry[2] for entry in trace.entries if entry[1] == "decides"]
