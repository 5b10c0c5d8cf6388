"""One program, one schedule: run it and keep its trace."""

import inspect
from typing import Any, Callable, List, Optional, Sequence, Tuple

from off_coroutine.engine import isolation, leaks
from off_coroutine.engine.describe import describe, place_of
from off_coroutine.engine.handles import TimerHandle
from off_coroutine.engine.loop import EventLoop
from off_coroutine.engine.trace import Limits, Program, Trace
from off_coroutine.engine.world import NoOperationError, World


class StopError(Exception):
    """The run ends here: its schedule has no such decision, or is cut off."""


class Run:
    """A program running under a schedule: a list of indices into the options."""

    def __init__(
        self, program: Program, world: World, schedule: Sequence[int], limits: Limits
    ) -> None:
        self.trace = Trace()
        self.loop = EventLoop()
        self._schedule = schedule
        self._limits = limits
        self._cancellations = limits.cancellations
        self._world = world.begin(self.loop, self._record)
        self._ended = False
        self._misuse: Optional[Exception] = None
        self._main: Any = None
        self._program = program

    def execute(self, depth: Optional[int], warned: List[Any]) -> Trace:
        """Run to the end, or until more than ``depth`` decisions are needed.

        ``warned`` is the list that collects warnings; see ``Session``.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed meanwhile.
            OutsideError: the program reached for the outside by itself.
            TypeError: the program did not return an awaitable.
        """
        loop = self.loop
        isolation.watched = loop
        loop.enter()
        left = None
        try:
            self._main = loop.create_task(self._enter())
            self._main.add_done_callback(self._end)
            self._drive(depth)
            left = self._conclude()
        except StopError:
            pass
        finally:
            try:
                left = self._dispose(left, warned)
            finally:
                warned.clear()
                loop.leave()
                isolation.watched = None
        if loop.interrupted:
            raise KeyboardInterrupt
        if loop.outside is not None:
            raise loop.outside
        if self._misuse is not None:
            raise self._misuse
        self.trace.entries += [(loop.time(), "leaves", text) for text in left]
        return self.trace

    async def _enter(self) -> Any:
        started = self._program(self._world)
        if not inspect.isawaitable(started):
            self._misuse = TypeError(
                "the program returned {}, which cannot be awaited: let it return a coroutine, "
                "a Future or a promise".format(describe(started))
            )
            return None
        return await started

    def _end(self, _: Any) -> None:
        self._ended = True

    def _record(self, what: str, *texts: Any) -> None:
        self.trace.add((self.loop._now, what, *texts))

    # Schedules

    def _drive(self, depth: Optional[int]) -> None:
        try:
            while self._burst() and self._decide(depth):
                pass
        except SystemExit as error:  # it leaves the event loop, whoever raises it
            if not self._main.done():
                self._record("ends", "is stopped by " + describe(error))

    def _burst(self) -> bool:
        """Run callbacks until none is ready; say whether the program goes on."""
        loop = self.loop
        steps = self._limits.steps
        while loop.ready:
            steps -= len(loop.ready)
            loop.turn()
            if self._ended:
                return False
            if steps < 0:
                self._interrupt()
                return False
        return True

    def _interrupt(self) -> None:
        self._record("ends", "busy: never waits for its world")
        self.trace.place = place_of(self._main)

    def _decide(self, depth: Optional[int]) -> bool:
        """Take a decision; say whether there was anything left to happen."""
        trace = self.trace
        due = self.loop.due()
        options = self._options(due)
        if not options and not self._cancellations:
            return False
        decisions = len(trace.decided)
        if depth is not None and decisions >= depth:
            if options:
                # What is waited for may differ already; nothing is decided any more.
                self._record("decides", self._option(0, due)[0], self._waiting(due))
                raise StopError
            return False  # as first choices would have it
        if decisions >= self._limits.decisions:
            self._record("ends", "goes on after {:,} decisions".format(decisions))
            trace.bounded = True
            return False
        # Where nothing else can happen, "nothing happens" is an option too.
        index = self._choose((options or 1) + (1 if self._cancellations else 0))
        if not options and index == 0:
            return False
        self._take(index, due, "")
        for _ in range(1, self._limits.simultaneous):
            due = self.loop.due()
            count = self._options(due) + (1 if self._cancellations else 0)
            if not count or len(trace.decided) == depth:
                break
            index = self._choose(count + 1)
            if index == 0:
                break
            self._take(index - 1, due, "at once: ")
        return True

    def _choose(self, count: int) -> int:
        choices = self.trace.choices
        depth = len(choices)
        index = self._schedule[depth] if depth < len(self._schedule) else 0
        if index >= count:
            raise StopError
        choices.append((index, count))
        return index

    def _options(self, due: List[TimerHandle]) -> int:
        """Count the answers and timers there are."""
        count = len(due) + (len(due) > 1)
        for operation in self._world._pending:
            count += len(operation.outcomes)
        return count

    def _take(self, index: int, due: List[TimerHandle], prefix: str) -> None:
        """Record the option of this index as decided, and make it happen."""
        waiting = self._waiting(due)
        label, act, argument = self._option(index, due)
        self._record("decides", prefix + label, waiting)
        self.trace.decided.append(len(self.trace.choices))
        act(argument)

    def _waiting(self, due: List[TimerHandle]) -> Tuple[str, ...]:
        """Return what can be answered now, and when the next timers fire."""
        waiting = [operation.label for operation in self._world._pending]
        if due:
            timers = "" if len(due) == 1 else " ({} timers)".format(len(due))
            waiting.append("the clock at {:.12g}".format(due[0].when()) + timers)
        return tuple(waiting)

    def _option(
        self, index: int, due: List[TimerHandle]
    ) -> Tuple[str, Callable[[Any], object], Any]:
        for operation in self._world._pending:
            outcomes = operation.outcomes
            if index < len(outcomes):
                outcome = outcomes[index]
                return operation.label + " " + outcome.label, operation.end, outcome
            index -= len(outcomes)
        if due and index <= len(due) - (len(due) == 1):
            label = "the clock reaches {:.12g}".format(due[0].when())
            if len(due) > 1:
                if index > 0:
                    label += ": timer {} of {} fires".format(index, len(due))
                    due = [due[index - 1]]
                else:
                    label += ": all {} timers fire".format(len(due))
            return label, self.loop.fire, due
        self._cancellations -= 1
        return "the program is cancelled", lambda main: main.cancel(), self._main

    # The end

    def _conclude(self) -> List[str]:
        """Record how the program ended, unless that is done; return what it left."""
        main = self._main
        entries = self.trace.entries
        if entries and entries[-1][1] == "ends":
            pass
        elif not main.done():
            world = self._world
            waiting = [operation.label for operation in [*world._pending, *world._decided]]
            self._record("ends", "hangs: waiting for " + (", ".join(waiting) or "nothing"))
            self.trace.place = place_of(main)
        elif main.cancelled():
            self._record("ends", "is cancelled")
        elif main.exception() is not None:
            if isinstance(main.exception(), NoOperationError):
                self._misuse = isolation.EscapeError(str(main.exception()))
            self._record("ends", "raises " + describe(main.exception()))
        else:
            self._record("ends", "returns " + describe(main.result()))
        return leaks.left_behind(self.loop, main)

    def _dispose(self, left: Optional[List[str]], warned: List[Any]) -> List[str]:
        """End what is left; return ``left`` and what that brings to light, sorted."""
        loop = self.loop
        self._world._end()
        self._main = None
        leaks.end(loop)
        if left is None:
            left = []
        else:
            left += leaks.never_awaited(warned)
            if self._ended:
                left += leaks.reported(loop)
        return sorted(left)
