"""One program, one schedule: run it and keep its trace."""

import asyncio
import sys
import types
import warnings
from typing import Any, Callable, List, Optional, Sequence, Tuple

from compare.engine import outside
from compare.engine.describe import describe
from compare.engine.loop import EventLoop
from compare.engine.world import World

Program = Callable[[Any], Any]
# (virtual time, what, text) and for a decision also what was waited for then
Entry = Tuple[Any, ...]


class Limits:
    """What is explored of a program.

    Attributes:
        cancellations: how often the program may be cancelled in one schedule.
        simultaneous: how many decisions may fall into one turn of the event
            loop, before anything that became ready has run.
        steps: how many callbacks may run between two decisions until the
            program is said to be busy.
    """

    __slots__ = ("cancellations", "simultaneous", "steps")

    def __init__(self, cancellations: int = 1, simultaneous: int = 1, steps: int = 10000) -> None:
        self.cancellations = cancellations
        self.simultaneous = simultaneous
        self.steps = steps


class Trace:
    """What one run did.

    Attributes:
        entries: everything that can be observed, in order; two runs behave
            the same when their entries are equal.
        choices: for each decision the index taken and how many there were.
        decided: for each decision among the entries, how many choices had been
            made with it.
        place: where a program that hangs or is busy was, as text; not
            compared, because the lines of two programs differ.
    """

    __slots__ = ("choices", "decided", "entries", "place")

    def __init__(self) -> None:
        self.entries: List[Entry] = []
        self.choices: List[Tuple[int, int]] = []
        self.decided: List[int] = []
        self.place = ""

    def schedule(self, before: Optional[int] = None) -> List[int]:
        """Return the indices chosen, up to the last decision before an entry."""
        indices = [index for index, _ in self.choices]
        if before is None:
            return indices
        decisions = sum(entry[1] == "decides" for entry in self.entries[:before])
        return indices[: self.decided[decisions - 1]] if decisions else []

    @property
    def says(self) -> List[str]:
        """What the program said, for invariants."""
        return [entry[2] for entry in self.entries if entry[1] == "says"]

    @property
    def asks(self) -> List[str]:
        """The operations the program started, for invariants."""
        return [entry[2] for entry in self.entries if entry[1] == "asks"]

    @property
    def outcome(self) -> str:
        """How the program ended, or an empty text if it was not run to its end."""
        return next((entry[2] for entry in self.entries if entry[1] == "ends"), "")


class _StopError(Exception):
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
        self._recording = True
        self._ended = False
        self._misuse: Optional[TypeError] = None
        self._main: Any = None
        self._program = program

    def execute(self, depth: Optional[int], warned: List[Any]) -> Trace:
        """Run to the end, or until more than ``depth`` decisions are needed.

        ``warned`` is the list that collects warnings; see ``Session``.

        Raises:
            OutsideError: the program reached for the outside by itself.
            TypeError: the program did not return an awaitable.
        """
        loop = self.loop
        before = len(warned)
        asyncio._set_running_loop(loop)
        outside.watched = loop
        sys.set_asyncgen_hooks(None, self._finalize)
        try:
            self._main = loop.create_task(self._enter())
            self._main.add_done_callback(self._end)
            self._drive(depth)
            self._conclude()
        except _StopError:
            pass
        finally:
            self._dispose()
            sys.set_asyncgen_hooks(None, None)
            outside.watched = None
            asyncio._set_running_loop(None)
        if loop.outside is not None:
            raise loop.outside
        if self._misuse is not None:
            raise self._misuse
        if self._ended:
            for warning in warned[before:]:
                if warning.category is RuntimeWarning:  # a coroutine was never awaited
                    entry = (loop.time(), "leaves", str(warning.message).partition("\n")[0])
                    self.trace.entries.append(entry)
        return self.trace

    async def _enter(self) -> Any:
        started = self._program(self._world)
        if not hasattr(started, "__await__") and not isinstance(started, types.GeneratorType):
            self._misuse = TypeError(
                "the program returned {}, which cannot be awaited: let it return a coroutine, "
                "a Future or a promise".format(describe(started))
            )
            return None
        return await started

    def _end(self, _: Any) -> None:
        self._ended = True

    def _finalize(self, generator: Any) -> None:
        self.loop.create_task(generator.aclose())

    def _record(self, what: str, *texts: Any) -> None:
        if self._recording:
            self.trace.entries.append((self.loop._now, what, *texts))

    # Schedules

    def _drive(self, depth: Optional[int]) -> None:
        while self._burst() and self._decide(depth):
            pass

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
        self.trace.place = _place(self._main)

    def _decide(self, depth: Optional[int]) -> bool:
        """Take a decision; say whether there was anything left to happen."""
        world = self._world
        options = self._options()
        if not options and not self._cancellations:
            return False
        if depth is not None and len(self.trace.choices) >= depth:
            raise _StopError
        # Where nothing else can happen, "nothing happens" is an option too.
        count = (options or 1) + (1 if self._cancellations else 0)
        waiting = tuple([operation.label for operation in world._pending])
        index = self._choose(count)
        if not options and index == 0:
            return False
        self._take(index, waiting, "")
        for _ in range(1, self._limits.simultaneous):
            count = self._options() + (1 if self._cancellations else 0)
            if not count or (depth is not None and len(self.trace.choices) >= depth):
                break
            index = self._choose(count + 1)
            if index == 0:
                break
            self._take(index - 1, (), "at once: ")
        return True

    def _choose(self, count: int) -> int:
        choices = self.trace.choices
        depth = len(choices)
        index = self._schedule[depth] if depth < len(self._schedule) else 0
        if index >= count:
            raise _StopError
        choices.append((index, count))
        return index

    def _options(self) -> int:
        """Count the answers and timers there are."""
        count = 0
        for operation in self._world._pending:
            count += len(operation.outcomes)
        timers = len(self.loop.due())
        return count + (timers + 1 if timers > 1 else timers)

    def _take(self, index: int, waiting: Tuple[str, ...], prefix: str) -> None:
        """Record the option of this index as decided, and make it happen."""
        label, act, argument = self._option(index)
        self._record("decides", prefix + label, waiting)
        self.trace.decided.append(len(self.trace.choices))
        act(argument)

    def _option(self, index: int) -> Tuple[str, Callable[[Any], object], Any]:
        loop = self.loop
        for operation in self._world._pending:
            outcomes = operation.outcomes
            if index < len(outcomes):
                outcome = outcomes[index]
                return operation.label + " " + outcome.label, operation.end, outcome
            index -= len(outcomes)
        due = loop.due()
        if due and index <= len(due):
            label = "the clock reaches {:g}".format(due[0].when())
            if len(due) == 1:
                if index == 0:
                    return label, loop.fire, due
            elif index == 0:
                return "{}: all {} timers fire".format(label, len(due)), loop.fire, due
            else:
                number = "{}: timer {} of {} fires".format(label, index, len(due))
                return number, loop.fire, [due[index - 1]]
        self._cancellations -= 1
        return "the program is cancelled", lambda main: main.cancel(), self._main

    # The end

    def _conclude(self) -> None:
        main = self._main
        if not main.done():
            if not self.trace.outcome:
                world = self._world
                waiting = [operation.label for operation in world._pending + world._silent]
                self._record("ends", "hangs: waiting for " + (", ".join(waiting) or "nothing"))
                self.trace.place = _place(main)
        elif main.cancelled():
            self._record("ends", "is cancelled")
        elif main.exception() is not None:
            self._record("ends", "raises " + describe(main.exception()))
        else:
            self._record("ends", "returns " + describe(main.result()))
        unfinished = 0
        for future in self.loop.futures:
            if not future.done():
                unfinished += isinstance(future, asyncio.Task) and future is not main
            elif not future.cancelled() and future._log_traceback:
                self._record("leaves", "unhandled " + describe(future.exception()))
        for problem in self.loop.problems:
            error = problem.get("exception")
            self._record(
                "leaves", "unhandled " + describe(error) if error else str(problem["message"])
            )
        if unfinished:
            self._record("leaves", "{} unfinished task(s)".format(unfinished))

    def _dispose(self) -> None:
        """Let go of what the program left, as ``asyncio.run`` would: cancel it."""
        self._recording = False
        loop = self.loop
        for attempt in range(3):
            unfinished = [
                future
                for future in loop.futures
                if not future.done() and isinstance(future, asyncio.Task)
            ]
            if not unfinished and not loop.ready:
                break
            for task in unfinished:
                task.cancel()
                task._log_destroy_pending = attempt < 2  # type: ignore[attr-defined]
            for _ in range(100):
                if not loop.ready:
                    break
                loop.turn()
        for future in loop.futures:
            if future.done() and not future.cancelled():
                future.exception()
        loop.futures.clear()
        loop.problems.clear()
        self._main = None


def _place(task: Any) -> str:
    """Return where a task is suspended, innermost frame, as ``file:line in name``."""
    frames = task.get_stack()
    waiting = task._coro
    while waiting is not None:
        frame = getattr(waiting, "cr_frame", None) or getattr(waiting, "gi_frame", None)
        if frame is not None:
            frames.append(frame)
        waiting = getattr(waiting, "cr_await", None) or getattr(waiting, "gi_yieldfrom", None)
    if not frames:
        return "nowhere"
    frame = frames[-1]
    return "{}:{} in {}".format(
        frame.f_code.co_filename.rpartition("/")[2], frame.f_lineno, frame.f_code.co_name
    )


class Session:
    """Collects warnings, and refuses the outside, while programs run.

    A context manager; gives the list to which warnings are added.

    Raises:
        RuntimeError: an event loop is running already in this thread.
    """

    def __enter__(self) -> Any:
        if asyncio._get_running_loop() is not None:
            raise RuntimeError(
                "the engine runs an event loop of its own: call it from a plain function, "
                "not from a coroutine"
            )
        self._catching = warnings.catch_warnings(record=True)
        warned: Any = self._catching.__enter__()
        warnings.simplefilter("always")
        self._sleep = outside.install()
        return warned

    def __exit__(self, *_: Any) -> None:
        outside.uninstall(self._sleep)
        self._catching.__exit__(None, None, None)
