"""An event loop without an outside: a ready queue, a virtual clock, timers.

asyncio's own Task and Future run on it unchanged, and so does everything that
asyncio builds on them. It owns no selector, socket or thread. Whoever drives
it calls ``turn`` until nothing is ready and then decides what happens next.
"""

import asyncio
import bisect
import collections
import inspect
import math
import sys
import weakref
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from off_coroutine.engine.handles import Callback, Handle, Task, TimerHandle
from off_coroutine.engine.isolation import EscapeError, refusing

copy_context: Optional[Callable[[], Any]]
try:
    from contextvars import copy_context
except ImportError:  # Python 3.6 has no context variables.
    copy_context = None

_TASKS_HAVE_NAMES = sys.version_info >= (3, 8)


_Base: Any = asyncio.AbstractEventLoop  # Python 3.6 cannot spell its variadic signatures


class EventLoop(_Base):
    """A deterministic event loop; see the module's docstring.

    Attributes:
        ready: the handles to run, in the order in which they became ready.
        futures: every Future and Task made through the loop.
        problems: contexts given to the exception handler, oldest first.
        generators: weak references to the async generators that were started.
        outside: the first OutsideError raised, or None. Kept because a
            program with ``except Exception`` may swallow it.
        interrupted: whether Ctrl-C was pressed.
        effects: how often anything but a callback was scheduled or observed.
    """

    def __init__(self) -> None:
        self.ready: Deque[Handle] = collections.deque()
        self.futures: List[Any] = []
        self.problems: List[Dict[str, Any]] = []
        self.generators: List[Any] = []
        self.outside: Optional[EscapeError] = None
        self.interrupted = False
        self.effects = 0
        self._now = 0.0
        self._timers: List[Tuple[float, int, TimerHandle]] = []  # sorted
        self._overdue: List[TimerHandle] = []
        self._number = 0
        self._tasks = 0
        self._task_factory: Any = None
        self._exception_handler: Any = None

    def __repr__(self) -> str:
        return "<EventLoop>"  # its attributes are nothing to compare

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
        self._number = number = self._number + 1
        handle = TimerHandle(callback, args, context, number)
        # Deadlines reached by different sums (0.1 + 0.2, 0.3) are one moment.
        handle._when = when = round(when, 9)
        if when <= self._now:
            self._overdue.append(handle)
        elif when < math.inf:  # otherwise it is never due
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
            self._report(handle, error)

    def turn(self) -> None:
        """Run what is ready now, but not what becomes ready meanwhile."""
        ready = self.ready
        for _ in range(len(ready)):
            handle = ready.popleft()
            if handle._cancelled:
                continue
            try:  # as run_handle does: the call would cost more than all the rest
                if handle.context is None:
                    handle.callback(*handle.args)
                else:
                    handle.context.run(handle.callback, *handle.args)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._report(handle, error)
        if self._overdue:
            self.ready_overdue()

    def ready_overdue(self) -> None:
        """Make the timers ready that were due when they were made.

        As on asyncio's own loop, they come behind all that is ready by then.
        """
        self._overdue.sort(key=TimerHandle.when)
        self.ready.extend(self._overdue)
        self._overdue.clear()

    # Time

    def time(self) -> float:
        return self._now

    def due(self) -> List[TimerHandle]:
        """Return the handles of the timers due next, in order of their making."""
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            del timers[0]
        if not timers:
            return []
        when = timers[0][0]
        return [handle for at, _, handle in timers if at == when and not handle._cancelled]

    def fire(self, handles: List[TimerHandle]) -> None:
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
        self._tasks = number = self._tasks + 1
        if _TASKS_HAVE_NAMES and kwargs.get("name") is None:
            kwargs["name"] = "Task-" + str(number)  # asyncio counts on over all runs
        if self._task_factory is None:
            task: Any = Task.__new__(Task)
            task.number = number  # first: Task.__init__ puts the task into a set
            task.__init__(coro, loop=self, **kwargs)
        else:  # each version of Python gives other arguments to a factory
            task = asyncio.BaseEventLoop.create_task(self, coro, **kwargs)
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
            return
        try:
            self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.default_exception_handler(
                {"message": "exception in the exception handler", "exception": error}
            )

    def _report(self, handle: Handle, error: BaseException) -> None:
        self.call_exception_handler(
            {"message": "exception in a callback", "exception": error, "handle": handle}
        )

    def default_exception_handler(self, context: Dict[str, Any]) -> None:
        self.problems.append(context)
        self.effects += 1

    def set_exception_handler(self, handler: Any) -> None:
        self._exception_handler = handler

    def get_exception_handler(self) -> Any:
        return self._exception_handler

    # State

    def enter(self) -> None:
        """Become this thread's running event loop."""
        asyncio._set_running_loop(self)
        sys.set_asyncgen_hooks(self._started, self._dropped)

    def leave(self) -> None:
        sys.set_asyncgen_hooks(None, None)
        asyncio._set_running_loop(None)

    def forget(self) -> None:
        """Let go of the program, so that nothing of it is in a cycle with the loop."""
        for held in (self.ready, self._timers, self._overdue, self.futures):
            held.clear()
        self._task_factory = self._exception_handler = None

    def _started(self, generator: Any) -> None:
        self.generators.append(weakref.ref(generator))

    def _dropped(self, generator: Any) -> None:
        self.call_soon(self.create_task, generator.aclose())

    def get_debug(self) -> bool:
        return False

    def set_debug(self, enabled: bool) -> None:
        """Pass: it would change what is checked, not what happens."""

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def _check_closed(self) -> None:
        """Pass: ``BaseEventLoop.create_task`` asks."""


for _name, _member in inspect.getmembers(asyncio.AbstractEventLoop, inspect.isfunction):
    if not _name.startswith("_") and _name not in vars(EventLoop):
        setattr(EventLoop, _name, refusing(_name))
