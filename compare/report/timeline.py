"""A run drawn on the virtual clock: where its lanes, marks and moments are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.report.lanes import Event, Lane, Moment

# In pixels.
LETTER = 6.7  # of a lane's name, in the font of code
STEP = 26  # from one event to the next at the same time
PAUSE = 24  # between two times, at least
STRETCH = 260  # shared among the pauses in proportion to their length
LANE = 30
TOP = 34

LONGEST_NAME = 28  # characters
ORDER = ("clock", "task", "callbacks", "operation")


@dataclass(frozen=True)
class Bar:
    """A lane, from ``begin`` to ``end``."""

    name: str
    kind: str
    y: float
    begin: float
    end: float


@dataclass(frozen=True)
class Mark:
    """An event on its lane, with the number that it has in the list of events."""

    number: int
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Join:
    """The line from a task to the operation it asks for."""

    x: float
    task_y: float
    operation_y: float


@dataclass(frozen=True)
class Time:
    """One time of the clock, with all its events between ``begin`` and ``end``."""

    label: str
    begin: float
    end: float


@dataclass(frozen=True)
class Told:
    """An event as text."""

    number: int
    time: str
    who: str
    what: str


@dataclass(frozen=True)
class Timeline:
    """What is drawn, in pixels from the upper left; ``events`` say the same as text."""

    width: float
    height: float
    times: list[Time]
    bars: list[Bar]
    joins: list[Join]
    marks: list[Mark]
    events: list[Told]
    summary: str


def draw(events: Sequence[Event], tasks: Sequence[Lane]) -> Timeline:
    """Place what ``lanes.watch`` returned."""
    taken = (lane for event in events for lane in (event.asker, event.lane) if lane)
    lanes = sorted(dict.fromkeys([*tasks, *taken]), key=lambda lane: ORDER.index(lane.kind))
    rows = {lane: TOP + LANE * (row + 0.5) for row, lane in enumerate(lanes)}
    names = [_shortened(lane.name) for lane in lanes]
    start = round(LETTER * max(map(len, names))) + 12
    scale = _Scale([event.entry[0] for event in events], start)
    on_lane = [(number, event, event.lane) for number, event in enumerate(events, 1) if event.lane]
    return Timeline(
        width=scale.end + PAUSE,
        height=TOP + LANE * len(lanes) + PAUSE / 2,
        times=list(scale.times.values()),
        bars=[
            Bar(
                name,
                lane.kind,
                rows[lane],
                start if lane.begin is None else scale.place(lane.begin),
                scale.end if lane.end is None else scale.place(lane.end),
            )
            for name, lane in zip(names, lanes, strict=True)
        ],
        joins=[
            Join(scale.places[number], rows[event.asker], rows[lane])
            for number, event, lane in on_lane
            if event.asker
        ],
        marks=[
            Mark(number, event.entry[1], scale.places[number], rows[lane])
            for number, event, lane in on_lane
        ],
        events=[_told(number, event) for number, event in enumerate(events, 1)],
        summary=f"{_count(lanes, 'task')}, {_count(lanes, 'operation')} and {len(events)} events "
        f"from 0 s to {seconds(events[-1].entry[0])}; the events are listed below.",
    )


class _Scale:
    """Events of one time side by side, and pauses between times by their length."""

    def __init__(self, times: Sequence[float], start: float) -> None:
        self.places: dict[int, float] = {}  # by the number of an event
        self.times: dict[float, Time] = {}
        self._times = times
        self.end = x = start
        before = 0.0
        for time in sorted({0.0, *times}):
            if time > before:
                x += PAUSE + round(STRETCH * (time - before) / times[-1])
            begin = x
            for number, other in enumerate(times, 1):
                if other == time:
                    self.places[number] = x + STEP / 2
                    x += STEP
            self.end = x = max(x, begin + STEP)
            self.times[time] = Time(seconds(time), begin, x)
            before = time

    def place(self, moment: Moment) -> float:
        """Return where a moment is: at its event, or where its time begins."""
        time, number = moment
        if number and self._times[number - 1] == time:
            return self.places[number]
        return self.times[time].begin


def _told(number: int, event: Event) -> Told:
    time, what, text = event.entry[:3]
    lane = event.asker or event.lane
    who = lane.name if lane else ""
    if what == "decides":
        told = text.removeprefix("the clock ").removeprefix(f"{who} ")
    elif what == "drops":
        told = "is dropped"
    else:
        told = f"{what} {text}"
    return Told(number, seconds(time), who, told)


def _count(lanes: Sequence[Lane], kind: str) -> str:
    count = sum(lane.kind == kind for lane in lanes)
    return f"{count} {kind}{'' if count == 1 else 's'}"


def seconds(time: float) -> str:
    return f"{time:.12g} s"


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
