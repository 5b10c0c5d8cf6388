"""What an event loop schedules: calls, timers and tasks."""

import asyncio
from typing import Any, Callable, Tuple

Callback = Callable[..., object]


class Handle:
    """What ``call_soon`` and ``call_at`` return: a call that can be cancelled."""

    __slots__ = ("_cancelled", "args", "callback", "context", "number")

    def __init__(
        self, callback: Callback, args: Tuple[Any, ...], context: Any, number: int
    ) -> None:
        self.callback = callback
        self.args = args
        self.context = context
        self.number = number
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True
        self.args = ()  # let go of them now, as asyncio does: a timer may stay long

    def cancelled(self) -> bool:
        return self._cancelled


class TimerHandle(Handle):
    """A call that waits for the clock."""

    __slots__ = ("_when",)
    _when: float

    def when(self) -> float:
        """Return the virtual time, in seconds, at which it is due."""
        return self._when


class Task(asyncio.Task):  # type: ignore[type-arg]  # not generic before 3.9
    """A Task that has the same place in a set in every run.

    asyncio keeps tasks in sets: what ``wait`` returns, the children of a
    TaskGroup that is to cancel them. By default a hash is an address.
    """

    __slots__ = ("number",)

    number: int

    def __hash__(self) -> int:
        return self.number
