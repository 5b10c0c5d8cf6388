"""Runs in which the schedule also decides which ready callback runs next."""

from typing import Dict, List, Sequence

from off_coroutine.engine.describe import place_of
from off_coroutine.engine.footprint import StepEffects, stepped
from off_coroutine.engine.handles import Handle
from off_coroutine.engine.isolation import not_repeatable
from off_coroutine.engine.run import Run
from off_coroutine.engine.trace import Limits, Program
from off_coroutine.engine.world import World


class Node:
    """A choice on the schedule being explored.

    Attributes:
        names: of the options; the same in every run that begins with the same choices.
        burst: how many choices come before the first burst that this one changes.
        chosen: the index of the option taken now.
        found: what running that option found out.
        todo: the indices of the options still to be tried.
        asleep: what was found out about the options that need not be tried, by name.
    """

    __slots__ = ("asleep", "burst", "chosen", "found", "names", "todo")

    def __init__(self, names: Sequence[int], burst: int) -> None:
        self.names = names
        self.burst = burst
        self.chosen = 0
        self.found = StepEffects()
        self.todo = list(range(1, len(names)))
        self.asleep: Dict[int, StepEffects] = {}

    def advance(self) -> bool:
        """Turn to the next option to be tried; say whether there was one."""
        self.asleep[self.names[self.chosen]] = self.found
        while self.todo:
            self.chosen = self.todo.pop(0)
            if self.names[self.chosen] not in self.asleep:
                return True
        return False

    def covers(self, name: int) -> bool:
        """Say whether this option is, was or will be tried, or need not be."""
        index = self.names.index(name)
        return index == self.chosen or index in self.todo or name in self.asleep


class InterleavingRun(Run):
    """A run under a schedule that also says which ready callback runs next."""

    def _burst(self) -> bool:
        ready = self.loop.ready
        steps = self._limits.steps
        while True:
            live = [handle for handle in ready if not handle._cancelled]
            if not live:
                ready.clear()
                return True
            handle = self._pick(live)
            ready.remove(handle)
            self._step(handle)
            if self.loop._overdue:
                self.loop.ready_overdue()
            if self._ended:
                return False
            steps -= 1
            if steps < 0:
                self._interrupt()
                return False

    def _pick(self, live: List[Handle]) -> Handle:
        if len(live) == 1:
            return live[0]
        index = self._choose(len(live))
        self._record("runs", "{} of {}: {}".format(index + 1, len(live), _title(live[index])))
        return live[index]

    def _step(self, handle: Handle) -> None:
        self.loop.run_handle(handle)


def _title(handle: Handle) -> str:
    """Return what a handle will run, as text."""
    task = stepped(handle)
    if task is not None:
        return place_of(task)
    return str(getattr(handle.callback, "__qualname__", type(handle.callback).__name__))


class Explored(InterleavingRun):
    """A run along a path of nodes, which it makes longer by every choice it meets.

    Attributes:
        complete: whether every schedule that begins like this one can still be found.
    """

    def __init__(self, program: Program, world: World, limits: Limits, path: List[Node]) -> None:
        super().__init__(program, world, (), limits)
        self.complete = True
        self._path = path

    def _pick(self, live: List[Handle]) -> Handle:
        return live[self._choose(len(live)) if len(live) > 1 else 0]

    def _choose(self, count: int) -> int:
        depth = len(self.trace.choices)
        if depth == len(self._path):
            self._path.append(Node(range(count), depth + 1))
        return self._follow(range(count))

    def _follow(self, names: Sequence[int]) -> int:
        choices = self.trace.choices
        node = self._path[len(choices)]
        if node.names != names:
            raise not_repeatable("the program")
        choices.append((node.chosen, len(names)))
        return node.chosen
