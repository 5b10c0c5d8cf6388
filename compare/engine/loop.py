"""An event loop without an outside: a ready queue, a virtual clock, timers.

asyncio's own Task and Future run on it unchanged, and so does everything that
asyncio builds on them. It owns no selector, socket or thread. Whoever drives
it calls ``turn`` until nothing is ready and then decides what happens next.
"""

import asyncio
import bisect
import collections
import inspect
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

copy_context: Optional[Callable[[], Any]]
try:
    from contextvars import copy_context
except ImportError:  # Python 3.6 has no context variables.
    copy_context = None

Callback = Callable[..., object]


class OutsideError(RuntimeError):
    """The program reached for the outside without going through its world."""


class Handle:
    """What ``call_soon`` and ``call_at`` return: a call that can be cancelled."""

    __slots__ = ("_cancelled", "_when", "args", "callback", "context", "number")

    def __init__(
        self,
        callback: Callback,
        args: Tuple[Any, ...],
        context: Any,
        number: int,
        when: float = 0.0,
    ) -> None:
        self.callback = callback
        self.args = args
        self.context = context
        self.number = number
        self._when = when
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    def cancelled(self) -> bool:
        return self._cancelled

    def when(self) -> float:
        """Return the virtual time, in seconds, at which a timer is due."""
        return self._when


_Base: Any = asyncio.AbstractEventLoop  # Python 3.6 cannot spell its variadic signatures


class EventLoop(_Base):
    """A deterministic event loop; see the module's docstring.

    Attributes:
        ready: the handles to run, in the order in which they became ready.
        futures: every Future and Task made through the loop.
        problems: contexts given to the exception handler, oldest first.
        outside: the first OutsideError raised, or None. Kept because a
            program with ``except Exception`` may swallow it.
        effects: how often anything but a callback was scheduled or observed.
    """

    def __init__(self) -> None:
        self.ready: Deque[Handle] = collections.deque()
        self.futures: List[Any] = []
        self.problems: List[Dict[str, Any]] = []
        self.outside: Optional[OutsideError] = None
        self.effects = 0
        self._now = 0.0
        self._timers: List[Tuple[float, int, Handle]] = []  # sorted
        self._number = 0
        self._task_factory: Any = None
        self._exception_handler: Any = None

    # Callbacks

    def call_soon(self, callback: Callback, *args: Any, context: Any = None) -> Any:
        if context is None and copy_context is not None:
            context = copy_context()
        self._number = number = self._number + 1
        handle = Handle(callback, args, context, number)
        self.ready.append(handle)
        return handle

    def call_later(self, delay: float, callback: Callback, *args: Any, context: Any = None) -> Any:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Callback, *args: Any, context: Any = None) -> Any:
        if context is None and copy_context is not None:
            context = copy_context()
        # Deadlines reached by different sums (0.1 + 0.2, 0.3) are one moment.
        when = max(round(when, 9), self._now)
        self._number = number = self._number + 1
        handle = Handle(callback, args, context, number, when)
        bisect.insort(self._timers, (when, number, handle))
        self.effects += 1
        return handle

    def call_soon_threadsafe(self, callback: Callback, *args: Any, context: Any = None) -> Any:
        return self.call_soon(callback, *args, context=context)

    def run_handle(self, handle: Handle) -> None:
        """Run one callback; what it raises goes to the exception handler."""
        try:
            if handle.context is None:
                handle.callback(*handle.args)
            else:
                handle.context.run(handle.callback, *handle.args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.call_exception_handler(
                {"message": "exception in a callback", "exception": error, "handle": handle}
            )

    def turn(self) -> None:
        """Run what is ready now, but not what becomes ready meanwhile."""
        ready = self.ready
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                self.run_handle(handle)

    # Time

    def time(self) -> float:
        return self._now

    def due(self) -> List[Handle]:
        """Return the handles of the timers due next, in order of their making."""
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            del timers[0]
        if not timers:
            return []
        when = timers[0][0]
        return [handle for at, _, handle in timers if at == when and not handle._cancelled]

    def fire(self, handles: List[Handle]) -> None:
        """Let the clock reach these timers and make them ready."""
        self._now = handles[0]._when
        self._timers = [timer for timer in self._timers if timer[2] not in handles]
        self.ready.extend(handles)

    # Futures and tasks

    def create_future(self) -> Any:
        future: Any = asyncio.Future(loop=self)
        self.futures.append(future)
        return future

    def create_task(self, coro: Any, **kwargs: Any) -> Any:
        given = {name: value for name, value in kwargs.items() if value is not None}
        if self._task_factory is None:
            task = asyncio.Task(coro, loop=self, **given)
        else:
            task = self._task_factory(self, coro, **given)
        self.futures.append(task)
        return task

    def set_task_factory(self, factory: Any) -> None:
        self._task_factory = factory

    def get_task_factory(self) -> Any:
        return self._task_factory

    # Errors

    def call_exception_handler(self, context: Dict[str, Any]) -> None:
        if self._exception_handler is None:
            self.default_exception_handler(context)
        else:
            self._exception_handler(self, context)

    def default_exception_handler(self, context: Dict[str, Any]) -> None:
        self.problems.append(context)
        self.effects += 1

    def set_exception_handler(self, handler: Any) -> None:
        self._exception_handler = handler

    def get_exception_handler(self) -> Any:
        return self._exception_handler

    # State

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False


def _refuse(name: str) -> Callback:
    def refused(self: EventLoop, *args: Any, **kwargs: Any) -> None:
        error = OutsideError(
            "the program asked the event loop for {0}(), which reaches the outside. "
            "Give it to the program as an operation of its world: World({0}=[...])".format(name)
        )
        if self.outside is None:
            self.outside = error
        raise error

    refused.__name__ = name
    return refused


for _name, _member in inspect.getmembers(asyncio.AbstractEventLoop, inspect.isfunction):
    if not _name.startswith("_") and _name not in vars(EventLoop):
        setattr(EventLoop, _name, _refuse(_name))
