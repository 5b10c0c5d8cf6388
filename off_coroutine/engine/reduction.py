"""Runs that leave out the orders of callbacks that cannot give another result.

A *burst* is what runs between two decisions about the world, and a step is one
callback of it. Two steps commute if their footprints do not meet: run in either
order from the same state they touch different objects, so both do the same, and
the state after them is the same. (The queue of what is ready is not: but it is
only the numbering of the choices.) What an observer sees of a step is an effect:
something said, asked for, dropped or reported, a timer made, a task numbered. Two
steps that have effects never commute, so schedules that differ in the order of
commuting steps only give the same result. One of each such class is enough.

These are found as in "Optimal Dynamic Partial Order Reduction" (Abdulla and
others, POPL 2014), with source sets: a step comes after another if that made it
ready, or ran earlier and does not commute with it. Two such steps without a third
between them, the second ready when the first was chosen, are a race: from that
choice on, a step has to be tried with which the reversed order can begin. What
was tried at a choice sleeps in what is tried there next, until a step runs with
which it does not commute (sleep sets, Godefroid): for as long, any schedule that
continues with it was covered. A schedule on which everything ready sleeps is cut.

A handle is ready from when it was made until it runs, so a race always has such
a step. A step that prevents others from running, because it cancels them or ends
the program, races with them as if they ran next. No race crosses a decision,
since that is taken when nothing is ready. Footprints are found before each step
and hold in that run only; what is known only afterwards, about effects, stays
true of a sleeping step, because nothing that it touches has changed.
"""

from typing import Dict, List

from off_coroutine.engine.footprint import Footprint, StepEffects
from off_coroutine.engine.handles import Handle
from off_coroutine.engine.ready import Explored, Node
from off_coroutine.engine.run import StopError
from off_coroutine.engine.trace import Limits, Program
from off_coroutine.engine.world import World


class _Event:
    """A step that ran: where it was chosen, and which earlier events it comes after."""

    __slots__ = ("before", "footprint", "node")

    def __init__(self, node: Node, footprint: Footprint) -> None:
        self.node = node
        self.footprint = footprint
        self.before = 0  # a set of indices, as bits


class DporRun(Explored):
    """A run that tells the nodes of its path which other orders have to be tried."""

    def __init__(self, program: Program, world: World, limits: Limits, path: List[Node]) -> None:
        super().__init__(program, world, limits, path)
        self._given = len(path)
        self._watched = path[-1].burst if path else 0  # nothing new happens in earlier bursts
        self._asleep: Dict[int, StepEffects] = {}

    def _burst(self) -> bool:
        self._start = len(self.trace.choices)
        self._crowded = False  # while one handle at a time is ready, there is nothing to reverse
        self._events: List[_Event] = []
        self._makers: Dict[int, int] = {}  # which event made the handle of this number ready
        return super()._burst()

    def _interrupt(self) -> None:
        super()._interrupt()
        self.complete = not self._crowded  # others might have run earlier

    def _pick(self, live: List[Handle]) -> Handle:
        names = [handle.number for handle in live]
        awake = [index for index, name in enumerate(names) if name not in self._asleep]
        if not awake:
            raise StopError
        self._node = Node(names, self._start)
        if len(live) == 1:
            return live[0]
        self._crowded = True
        depth = len(self.trace.choices)
        if depth == len(self._path):
            self._node.chosen = awake[0]
            self._node.todo = []
            self._node.asleep = self._asleep
            self._path.append(self._node)
        self._node = self._path[depth]
        if depth == self._given - 1:
            self._asleep = self._node.asleep
        return live[self._follow(names)]

    def _step(self, handle: Handle) -> None:
        loop = self.loop
        if not self._crowded or self._start < self._watched:
            loop.run_handle(handle)
            return
        sleeping = [
            Footprint(each, self._asleep[each.number])
            for each in loop.ready
            if each.number in self._asleep
        ]
        footprint = Footprint(handle, StepEffects())
        # Tasks show their numbers: in their names, and in the order of a set.
        effects, made = loop.effects + loop._tasks, loop._number
        ended = True
        try:
            loop.run_handle(handle)
            ended = self._ended
        finally:  # SystemExit ends the program, too
            footprint.ran(loop.effects + loop._tasks != effects, ended)
            self._node.found = footprint.found
            self._asleep = {
                other.number: other.found
                for other in sleeping
                if not other.conflicts_with(footprint)
            }
            event = _Event(self._node, footprint)
            self._add_happens_before(event)
            self._makers.update(dict.fromkeys(range(made + 1, loop._number + 1), len(self._events)))
            self._events.append(event)
            self._let_the_prevented_race(ended)

    def _let_the_prevented_race(self, ended: bool) -> None:
        for handle in list(self.loop.ready):
            if handle._cancelled:
                self.loop.ready.remove(handle)
                self._add_happens_before(_Event(self._node, Footprint(handle, StepEffects())))
            elif ended and not self._node.covers(handle.number):
                self._node.todo.append(self._node.names.index(handle.number))

    def _add_happens_before(self, event: _Event) -> None:
        """Find what comes before an event, and have the races reversed that it ends."""
        maker = self._makers.get(event.footprint.number)
        races = []
        unordered = (1 << len(self._events)) - 1
        while unordered:
            latest = unordered.bit_length() - 1
            earlier = self._events[latest]
            if latest == maker or earlier.footprint.conflicts_with(event.footprint):
                event.before |= earlier.before | 1 << latest
                if latest != maker:
                    races.append(latest)
            unordered &= ~(event.before | 1 << latest)
        for index in races:
            self._add_backtrack_point(index, event)

    def _add_backtrack_point(self, index: int, event: _Event) -> None:
        """Have tried, instead of one event, what may come first if ``event`` is before it."""
        needed = [
            (1 << position, each)
            for position, each in enumerate(self._events)
            if position > index and not each.before >> index & 1
        ]
        bits = sum(bit for bit, _ in needed)
        first = [each for _, each in needed if not each.before & bits]
        if not event.before & bits:
            first.append(event)
        node = self._events[index].node
        numbers = [each.footprint.number for each in first]
        if not any(map(node.covers, numbers)):
            node.todo.append(node.names.index(numbers[-1]))
