"""The outside of a program: operations that wait for an answer.

A ``World`` declares which operations there are and how each may end. Every
run gets a fresh ``RunningWorld``: its methods are the operations, each call
returns a Future, and the schedule decides when and how it is answered.
"""

import asyncio
import copy
import functools
import math
from typing import Any, Callable, Dict, List, Optional

from off_coroutine.engine.describe import call, describe, spoken
from off_coroutine.engine.handles import TimerHandle
from off_coroutine.engine.loop import EventLoop

_IMMUTABLE = frozenset([str, int, float, bool, bytes, type(None), object])  # object(): sentinels


class _Never:
    """The outcome of an operation that is never answered."""

    def __repr__(self) -> str:
        return "NEVER"


NEVER = _Never()


class After:
    """An outcome that comes ``seconds`` of virtual time after it was decided.

    The operation is pending meanwhile, and what is due earlier happens earlier: under
    a timeout of 3 seconds there is time for one ``After(2, "text")``, and not for two.

    Raises:
        ValueError: that is no time, or no outcome that comes.
    """

    def __init__(self, seconds: float, outcome: Any) -> None:
        # Virtual time has no moments between two nanoseconds.
        if not 1e-9 <= seconds < math.inf or outcome is NEVER or isinstance(outcome, After):
            raise ValueError(
                "After needs a number of seconds above 0, and then a value or an exception, "
                'as in After(2, "text")'
            )
        self.seconds = seconds
        self.outcome = outcome


class Outcome:
    """One way in which an operation may end: a value, an exception, After or NEVER.

    Raises:
        TypeError: the value cannot be copied, or the exception class needs arguments.
        ValueError: the exception cannot be that of a Future.
    """

    __slots__ = ("_fails", "_fresh", "label", "seconds", "value")

    def __init__(self, outcome: Any) -> None:
        late = isinstance(outcome, After)
        value = outcome.outcome if late else outcome
        self.seconds = outcome.seconds if late else 0
        self.value = value
        self._fresh = _copies(value)
        self._fails = _is_exception(value)
        text = describe(self._fresh())
        if value is NEVER:
            self.label = "never answers"
        elif self._fails:
            self.label = "raises " + text
            if isinstance(self._fresh(), (KeyboardInterrupt, StopIteration)):
                raise ValueError(text + " cannot be raised through a Future")
        else:
            self.label = "gives " + text
        if late:
            self.label += " after {:.12g} s".format(self.seconds)

    def answer(self, future: Any) -> None:
        """End ``future`` so, now."""
        if self._fails:
            future.set_exception(self._fresh())
        else:
            future.set_result(self._fresh())


def _copies(value: Any) -> Callable[[], Any]:
    """Return a function that returns the value anew for every answer.

    What a program does to a value must not reach the next run, nor a traceback.
    """
    if type(value) in _IMMUTABLE or value is NEVER:
        return lambda: value
    if isinstance(value, type) and issubclass(value, BaseException):
        return value
    copied = functools.partial(copy.deepcopy, value)
    if isinstance(value, BaseException):
        try:
            faithful = describe(copied().args) == describe(value.args)
        except Exception:  # its __init__ does not take what it left in ``args``
            faithful = False
        if not faithful:
            return functools.partial(_without_history, value)
    return copied


def _without_history(error: BaseException) -> BaseException:
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


class World:
    """The operations a program may start, each with all its outcomes.

    ``World(find_one=[{"name": "Ada"}, None, ConnectionError("gone")])`` is a
    world with one operation that ends in one of three ways. Every world also
    has ``say(*words)``, which records an event at once and returns None.

    Raises:
        TypeError: an outcome cannot be copied for each run.
        ValueError: an operation has no outcomes or a name that is taken.
    """

    def __init__(self, **operations: List[Any]) -> None:
        methods: Dict[str, Callable[..., Any]] = {}
        self.operations: Dict[str, List[Outcome]] = {}
        for name, outcomes in operations.items():
            if name.startswith("_") or hasattr(RunningWorld, name):
                raise ValueError(
                    "the name {!r} is taken: name the operation otherwise".format(name)
                )
            if not isinstance(outcomes, (list, tuple)) or not outcomes:
                raise ValueError(
                    "the operation {0} has no outcomes: give a list of the values, exceptions "
                    "or NEVER in which it may end, such as {0}=[None]".format(name)
                )
            try:
                self.operations[name] = [Outcome(outcome) for outcome in outcomes]
            except (TypeError, ValueError) as error:
                raise type(error)(
                    "the operation {} cannot have one of its outcomes: {}. Give values that "
                    "can be copied, exceptions or NEVER".format(name, error)
                ) from error
            methods[name] = _operation(name, self.operations[name])
        self._running = type("RunningWorld", (RunningWorld,), methods)

    def begin(self, loop: EventLoop, record: Callable[..., None]) -> "RunningWorld":
        """Return this world for one run on ``loop``; events go to ``record``."""
        running: RunningWorld = self._running(loop, record)
        return running


class NoOperationError(AttributeError):
    """The program asks its world for what that does not have; it may look whether it does."""


class RunningWorld:
    """A world during one run; what the program is given."""

    def __init__(self, loop: EventLoop, record: Callable[..., None]) -> None:
        self._loop = loop
        self._record = record
        self._pending: List[_Operation] = []  # can still be answered
        # Decided, and not answered: by the timer that will answer, or by nothing.
        self._decided: Dict[_Operation, Optional[TimerHandle]] = {}
        self._asked: Dict[str, int] = {}
        self._started = 0

    def __getattr__(self, name: str) -> Any:
        operations = ", ".join(each for each in vars(type(self)) if each[0] != "_") or "none"
        raise NoOperationError(
            "the world has no operation {0!r}, it has {1}: give the outcomes, "
            "World({0}=[...])".format(name, operations)
        )

    def say(self, *words: Any) -> None:
        """Record an event; usable where ``print`` is, without its keyword arguments."""
        self._loop.effects += 1
        self._record("says", " ".join(map(spoken, words)))

    def _end(self) -> None:
        """Record nothing any more, and let go of the run."""
        self._record = _ignore
        self._pending.clear()
        self._decided.clear()


def _ignore(*_: Any) -> None:
    """Record nothing."""


class _Operation(asyncio.Future):  # type: ignore[type-arg]  # not generic before 3.9
    """A started operation. ``label`` is the call as text."""

    __slots__ = ("label", "number", "outcomes", "world")

    def __init__(self, label: str, outcomes: List[Outcome], world: RunningWorld) -> None:
        super().__init__(loop=world._loop)
        self.label = label
        self.outcomes = outcomes
        self.world = world
        self.number = world._started

    def __hash__(self) -> int:
        return self.number  # as that of a Task: the same in every run

    def end(self, outcome: Outcome) -> None:
        """Let the operation end so, now or in its time."""
        world = self.world
        world._pending.remove(self)
        if outcome.value is NEVER:
            world._decided[self] = None
        elif outcome.seconds:
            world._decided[self] = world._loop.call_later(outcome.seconds, self._arrive, outcome)
        else:
            outcome.answer(self)

    def _arrive(self, outcome: Outcome) -> None:
        if self.world._decided.pop(self, None) is not None:  # and the run goes on
            outcome.answer(self)

    def cancel(self, *args: Any, **kwargs: Any) -> bool:
        cancelled = super().cancel(*args, **kwargs)
        if cancelled:
            world = self.world
            world._loop.effects += 1
            world._record("drops", self.label)
            if self in world._pending:
                world._pending.remove(self)
            timer = world._decided.pop(self, None)
            if timer is not None:
                timer.cancel()
        return cancelled


def _operation(name: str, outcomes: List[Outcome]) -> Callable[..., Any]:
    def start(self: RunningWorld, *args: Any, **kwargs: Any) -> Any:
        label = call(name, args, kwargs)
        times = self._asked[label] = self._asked.get(label, 0) + 1
        if times > 1:
            label = "{} #{}".format(label, times)
        self._started += 1
        operation = _Operation(label, outcomes, self)
        self._record("asks", label)
        self._pending.append(operation)
        self._loop.effects += 1
        self._loop.futures.append(operation)
        return operation

    start.__name__ = name
    return start


def _is_exception(value: Any) -> bool:
    return isinstance(value, BaseException) or (
        isinstance(value, type) and issubclass(value, BaseException)
    )
