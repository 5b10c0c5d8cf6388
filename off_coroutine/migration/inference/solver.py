"""Answers to questions that depend on one another, each worked out once.

A question is worked out by a generator that yields the questions it depends on and is sent their
answers, so that a chain of any length needs no deep recursion. Questions in a circle form a
strongly connected component and are answered together (Tarjan's algorithm): where they only join
one another's values, all have the values of the one that was asked first, the least fixpoint;
where one needs another's answer to find out *what* to ask, that answer is unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterable
from typing import Any, NamedTuple

from off_coroutine.migration.semantics.scopes import Function, Scope

Key = tuple[Any, ...]  # what is asked, then about what: all of it hashable


class Reaching(NamedTuple):
    """What an expression may be.

    Attributes:
        values: all that is known to reach it, each once, in an order that is always the same.
        complete: whether nothing else may reach it.
        open: whether a function of the project may reach it of which only the name is known to be
            read somewhere, such as one from a container or an argument.
    """

    values: tuple[Value, ...] = ()
    complete: bool = True
    open: bool = False


class Instance(NamedTuple):
    """An instance of a class of the project, or of one elsewhere, by its full name."""

    of: Scope | str


class Result(NamedTuple):
    """What a call gives, if the call alone says no more.

    Attributes:
        of: the generator, coroutine or decorated function that is called, or the full name of what
            is called elsewhere; None if that is not known.
        node: the call.
        scope: where it stands.
    """

    of: Function | str | None
    node: ast.Call
    scope: Scope


class Expression(NamedTuple):
    """Any other expression, such as a constant or a table, where it stands."""

    node: ast.expr
    scope: Scope


# A function or class of the project, the full name of what comes from elsewhere, or a value.
Value = Scope | str | Instance | Result | Expression

NOTHING = Reaching()
SOMETHING = Reaching((), complete=False)  # of which nothing is known, but no function that escapes
ANYTHING = Reaching((), complete=False, open=True)


class Need(NamedTuple):
    """A question that another one depends on.

    Attributes:
        key: which.
        joins: whether all its values are among those of the one that depends on it.
    """

    key: Key
    joins: bool = True


Steps = Generator[Need, Reaching, Reaching]


def join(answers: Iterable[Reaching]) -> Reaching:
    """Return what one of several may be."""
    several = list(answers)
    if len(several) == 1:
        return several[0]
    values = dict.fromkeys(value for each in several for value in each.values)
    complete = all(each.complete for each in several)
    return Reaching(tuple(values), complete, any(each.open for each in several))


class _Frame:
    """A question that is being worked out."""

    __slots__ = ("finished", "is_pure", "joins", "key", "low", "steps")

    def __init__(self, need: Need, steps: Steps, index: int, finished: int) -> None:
        self.key, self.joins = need
        self.steps = steps
        self.low = index
        self.finished = finished
        self.is_pure = True


class Solver:
    """Works out questions.

    Args:
        steps: begins to work one out.
        reduced: returns the answer to one that depends on no other, or one that it comes to.

    Attributes:
        evaluations: how many were worked out, which tests compare between sizes of projects.
    """

    def __init__(
        self,
        steps: Callable[[Key], Steps],
        reduced: Callable[[Key], Key | Reaching] | None = None,
    ) -> None:
        self._steps = steps
        self._reduced = reduced
        self._known: dict[Key, Reaching] = {}
        self.evaluations = 0

    def solve(self, key: Key) -> Reaching:
        """Return the answer to a question."""
        known = self._known.get(key)
        if known is None and self._reduced is not None:
            reduced = self._reduced(key)
            if isinstance(reduced, Reaching):
                return reduced
            key, known = reduced, self._known.get(reduced)
        return self._solve(Need(key)) if known is None else known

    def _solve(self, need: Need) -> Reaching:
        frames: list[_Frame] = []
        index: dict[Key, int] = {}  # of the frame that works a question out
        provisional: dict[Key, tuple[Reaching, int]] = {}  # in a circle with a frame
        pending: list[Key] = []
        answer: Reaching | None = None
        while True:
            if answer is None:
                self.evaluations += 1
                index[need.key] = len(frames)
                frames.append(_Frame(need, self._steps(need.key), len(frames), len(pending)))
            frame = frames[-1]
            try:
                need = frame.steps.send(answer)  # type: ignore[arg-type]  # None starts it
            except StopIteration as end:
                answer = self._finish(end.value, frames, index, provisional, pending)
                if not frames:
                    return answer
                continue
            answer = self._known.get(need.key)
            if answer is None and self._reduced is not None:
                reduced = self._reduced(need.key)
                if isinstance(reduced, Reaching):
                    answer = reduced
                elif reduced is not need.key:
                    need = Need(reduced, need.joins)
                    answer = self._known.get(reduced)
            if answer is None and need.key in index:
                frame.low = min(frame.low, index[need.key])
                answer = _in_circle(NOTHING, need.joins, frame)
            elif answer is None and need.key in provisional:
                answer, low = provisional[need.key]
                frame.low = min(frame.low, low)
                answer = _in_circle(answer, need.joins, frame)

    def _finish(
        self,
        answer: Reaching,
        frames: list[_Frame],
        index: dict[Key, int],
        provisional: dict[Key, tuple[Reaching, int]],
        pending: list[Key],
    ) -> Reaching:
        """Take a question from the frames and keep its answer, once it is final."""
        frame = frames.pop()
        del index[frame.key]
        if frame.low < len(frames):
            provisional[frame.key] = answer, frame.low
            pending.append(frame.key)
            above = frames[-1]
            above.low = min(above.low, frame.low)
            above.is_pure &= frame.is_pure
            return _in_circle(answer, frame.joins, above)
        circle = pending[frame.finished :]
        del pending[frame.finished :]
        if not frame.is_pure:
            answer = Reaching(answer.values, complete=False, open=True)
        for key in circle:
            own, _ = provisional.pop(key)
            kept = answer if frame.is_pure else Reaching(own.values, complete=False, open=True)
            self._known[key] = kept
        self._known[frame.key] = answer
        return answer


def _in_circle(answer: Reaching, joins: bool, frame: _Frame) -> Reaching:
    """Return what a frame may use of an answer that depends on the frame itself."""
    if joins:
        return answer
    frame.is_pure = False
    return ANYTHING
