"""Who does what in a run: its tasks and operations, each from begin to end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

from compare.contract import Example
from off_coroutine.engine.trace import Entry
from off_coroutine.proof.scenario import Scenario

# A virtual time in seconds, and how many entries there are by then.
Moment = tuple[float, int]

CANCELLED = "the program is cancelled"


@dataclass(eq=False)
class Lane:
    """A task, an operation, the clock, or the callbacks that no task runs.

    Attributes:
        kind: "task", "operation", "clock" or "callbacks".
        begin: None if it is there from the start.
        end: None if it is there until the end.
    """

    name: str
    kind: str
    begin: Moment | None = None
    end: Moment | None = None


@dataclass(frozen=True)
class Event:
    """An entry of a trace, and the lane on which it happens, if any.

    Attributes:
        asker: the task that starts an operation.
    """

    entry: Entry
    lane: Lane | None
    asker: Lane | None = None


def watch(example: Example, module: ModuleType) -> tuple[list[Event], list[Lane]]:
    """Run an example under first choices; return its events and its tasks.

    Tasks come in the order in which they are made, the main one first.
    """
    watcher = _Watcher()

    async def start(world: Any) -> Any:
        watcher.begin()
        try:
            return await example.start(module, _WatchedWorld(world, watcher))
        finally:
            watcher.end()

    scenario = Scenario(example.name, {"it": start}, example.world, example.limits)
    entries = scenario.replay()["it"].entries
    return _events(entries, watcher), watcher.lanes(entries)


class _WatchedWorld:
    """A running world whose calls a watcher notes."""

    def __init__(self, world: Any, watcher: _Watcher) -> None:
        self._world = world
        self._watcher = watcher

    def __getattr__(self, name: str) -> Any:
        return partial(self._watcher.call, getattr(self._world, name))


class _Watcher:
    """Notes the tasks that are made, and which of them calls the world."""

    def begin(self) -> None:
        self._loop = loop = asyncio.get_running_loop()
        self._counts: dict[str, int] = {}
        self.main = Lane("main", "task")
        self.tasks: dict[object, Lane] = {asyncio.current_task(): self.main}
        self.callers: list[Lane | None] = []
        self._seen = 0  # entries: calls of the world, and operations that ended
        # Unlike a task factory, this leaves the engine its own class of Task.
        vars(loop)["create_task"] = partial(self._create_task, loop.create_task)

    def end(self) -> None:
        """Note no more tasks: those that end what is left are not the program's."""
        del vars(self._loop)["create_task"]

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a function of the world for the current task."""
        self.callers.append(self.tasks.get(asyncio.current_task()))
        self._see()
        result = function(*args, **kwargs)
        if asyncio.isfuture(result):
            result.add_done_callback(self._see)
        return result

    def _see(self, _: object = None) -> None:
        self._seen += 1

    def _create_task(self, create: Any, coroutine: Any, **options: Any) -> Any:
        task = create(coroutine, **options)
        name = getattr(coroutine, "__name__", type(coroutine).__name__)
        number = self._counts[name] = self._counts.get(name, 0) + 1
        lane = self.tasks[task] = Lane(f"{name} {number}", "task", self._now())

        def end(_: object) -> None:
            lane.end = self._now()

        task.add_done_callback(end)
        return task

    def _now(self) -> Moment:
        return self._loop.time(), self._seen

    def lanes(self, entries: list[Entry]) -> list[Lane]:
        """Return the tasks, their moments counted in entries instead of those seen."""
        seen = [0, *_numbers(entries, "asks", "says", "drops", "decides")]

        def counted(moment: Moment | None) -> Moment | None:
            # What is seen while the run is being ended has no entry any more.
            return moment and (moment[0], seen[min(moment[1], len(seen) - 1)])

        for lane in self.tasks.values():
            lane.begin, lane.end = counted(lane.begin), counted(lane.end)
        return list(self.tasks.values())


def _numbers(entries: list[Entry], *kinds: str) -> list[int]:
    """Return the numbers of the entries that a watcher sees; the first is 1."""
    return [
        number
        for number, entry in enumerate(entries, 1)
        if entry[1] in kinds and not (entry[1] == "decides" and _is_unseen(entry[2]))
    ]


def _is_unseen(decision: str) -> bool:
    return "the clock reaches" in decision or decision.endswith(("never answers", CANCELLED))


def _events(entries: list[Entry], watcher: _Watcher) -> list[Event]:
    clock, callbacks = Lane("clock", "clock"), Lane("callbacks", "callbacks")
    callers = dict(zip(_numbers(entries, "asks", "says"), watcher.callers, strict=False))
    operations: dict[str, Lane] = {}

    def event(number: int, entry: Entry) -> Event:
        time, what, text = entry[:3]
        caller = callers.get(number) or callbacks
        moment = (time, number)
        if what == "asks":
            operations[text] = Lane(text, "operation", moment)
            return Event(entry, operations[text], caller)
        if what == "says":
            return Event(entry, caller)
        if what == "drops":
            operations[text].end = moment
            return Event(entry, operations[text])
        if what == "ends" or text.endswith(CANCELLED):
            return Event(entry, watcher.main)
        if what == "leaves":
            return Event(entry, None)
        labels = [label for label in operations if f"{text} ".startswith(f"{label} ")]
        if not labels:
            return Event(entry, clock)
        lane = operations[max(labels, key=len)]
        if not text.endswith("never answers"):
            lane.end = moment
        return Event(entry, lane)

    return [event(number, entry) for number, entry in enumerate(entries, 1)]
