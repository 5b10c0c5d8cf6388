"""Runs in which the schedule also decides which ready callback runs next.

``AnyOrder`` does so, and tries every order. ``Reduced`` leaves out orders that
cannot give another result. Its argument:

A *burst* is what runs between two decisions about the world. Every handle that
is ready in a burst runs in it exactly once, unless it is cancelled or the
program ends. Two steps commute when their footprints do not meet: run in either
order from the same state they touch different objects, so they do the same and
lead to the same state, except for the order of the ready queue, which is no
more than the numbering of the choices. Both having an effect, such as a word
said, an operation asked for or a timer made, makes two steps meet; so results
of schedules that differ in the order of commuting steps only are equal.

Hence one schedule of each such class is enough. They are found as by Abdulla
and others, "Optimal dynamic partial order reduction" (POPL 2014): a step
happens before another if it made it ready, or ran earlier and meets it. Two
steps that meet with nothing in between are a race, and at the choice before the
first of them, a handle that begins the reversed order has to be tried
(source sets). A handle that was tried is asleep in what is tried after it, until
a step that meets it runs (sleep sets, Godefroid): other orders with it
first were covered. A cancelled handle and, when the program ends, every handle
left ready count as steps that meet what prevented them.

Across bursts nothing has to be reversed: a burst ends when nothing is ready.
"""

from typing import Dict, List, Sequence, Tuple

from compare.engine.footprint import Footprint, stepped
from compare.engine.loop import Handle
from compare.engine.run import Limits, Program, Run, StopError, place_of
from compare.engine.world import World


_Found = Tuple[bool, bool]  # the effect and everything of a Footprint


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
        self.found: _Found = (False, False)
        self.todo = list(range(1, len(names)))
        self.asleep: Dict[int, _Found] = {}

    def advance(self) -> bool:
        """Turn to the next option to be tried; say whether there was one."""
        self.asleep[self.names[self.chosen]] = self.found
        while self.todo:
            self.chosen = self.todo.pop(0)
            if self.names[self.chosen] not in self.asleep:
                return True
        return False

    def settles(self, name: int) -> bool:
        """Say whether this option is, was or will be tried, or need not be."""
        index = self.names.index(name)
        return index == self.chosen or index in self.todo or name in self.asleep


class AnyOrder(Run):
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


class Explored(AnyOrder):
    """A run along a path of nodes, which it makes longer by every choice it meets.

    Attributes:
        complete: whether every schedule that begins like this one can still be found.

    Raises, from ``execute``:
        RuntimeError: the program does not do the same when its choices are the same.
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
            raise RuntimeError(
                "the program does not do the same each time that the same happens to it: "
                "keep it from random numbers, real time and the order of sets of tasks"
            )
        choices.append((node.chosen, len(names)))
        return node.chosen


class _Event:
    """A step that ran: where it was chosen, and which earlier events it comes after."""

    __slots__ = ("before", "footprint", "node", "number")

    def __init__(self, number: int, node: Node, footprint: Footprint) -> None:
        self.number = number
        self.node = node
        self.footprint = footprint
        self.before = 0  # a set of indices, as bits


class Reduced(Explored):
    """A run that tells the nodes of its path which other orders have to be tried."""

    def __init__(self, program: Program, world: World, limits: Limits, path: List[Node]) -> None:
        super().__init__(program, world, limits, path)
        self._given = len(path)
        self._watched = path[-1].burst if path else 0  # nothing new happens in earlier bursts
        self._asleep: Dict[int, _Found] = {}

    def _burst(self) -> bool:
        self._start = len(self.trace.choices)
        self._crowded = False  # as long as one handle at a time is ready, steps are in order
        self._events: List[_Event] = []
        self._makers: Dict[int, int] = {}  # of which handle is which event the maker
        return super()._burst()

    def _interrupt(self) -> None:
        super()._interrupt()
        self.complete = not self._crowded  # what was ready might have run in time

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
            self._node.asleep = dict(self._asleep)
            self._path.append(self._node)
        self._node = self._path[depth]
        if depth == self._given - 1:
            self._asleep = dict(self._node.asleep)
        return live[self._follow(names)]

    def _step(self, handle: Handle) -> None:
        loop = self.loop
        if not self._crowded or self._start < self._watched:
            loop.run_handle(handle)
            return
        footprint = Footprint(handle)
        sleeping = [each for each in loop.ready if each.number in self._asleep]
        footprints = [Footprint(each) for each in sleeping]
        effects, made = loop.effects + loop._tasks, loop._number
        loop.run_handle(handle)
        footprint.effect = loop.effects + loop._tasks != effects
        if self._ended or footprint.changed():
            footprint.everything = True
        self._node.found = (footprint.effect, footprint.everything)
        still = {}
        for each, other in zip(sleeping, footprints):
            found = other.effect, other.everything = self._asleep[each.number]
            if not other.meets(footprint):
                still[each.number] = found
        self._asleep = still
        event = _Event(handle.number, self._node, footprint)
        self._order(event)
        for number in range(made + 1, loop._number + 1):
            self._makers[number] = len(self._events)
        self._events.append(event)
        self._account_for_the_rest()

    def _account_for_the_rest(self) -> None:
        """Let the handles that will not run any more race with what keeps them from it."""
        for each in list(self.loop.ready):
            if each._cancelled:
                self.loop.ready.remove(each)
                self._order(_Event(each.number, self._node, Footprint(each)))
            elif self._ended and not self._node.settles(each.number):
                self._node.todo.append(self._node.names.index(each.number))

    def _order(self, event: _Event) -> None:
        """Find what comes before an event, and the races that it ends."""
        maker = self._makers.get(event.number)
        races = []
        unordered = (1 << len(self._events)) - 1
        while unordered:
            latest = unordered.bit_length() - 1
            earlier = self._events[latest]
            if latest == maker or earlier.footprint.meets(event.footprint):
                event.before |= earlier.before | 1 << latest
                if latest != maker:
                    races.append(latest)
            unordered &= ~(event.before | 1 << latest)
        for index in races:
            self._reverse(index, event)

    def _reverse(self, index: int, event: _Event) -> None:
        """See to it that what does not need the event of this index is tried before it."""
        later = [
            (1 << position, each)
            for position, each in enumerate(self._events)
            if position > index and not each.before >> index & 1
        ]
        those = sum(bit for bit, _ in later)
        firsts = [each.number for _, each in later if not each.before & those]
        if not event.before & those:
            firsts.append(event.number)
        node = self._events[index].node
        if not any(map(node.settles, firsts)):
            node.todo.append(node.names.index(firsts[-1]))
