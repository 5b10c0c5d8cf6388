"""How a promise settles: the queue of jobs and the resolution.

This is the part of ECMAScript's Promise that nobody sees from outside,
with the same jobs in the same order. ``promise.py`` is the part that
programs use, and says what is decided about both.
"""

import asyncio
import inspect
import sys
from collections import deque
from functools import partial
from typing import Any, Callable, Deque, Iterable, List, Optional, Set

if sys.version_info >= (3, 7):
    from contextvars import copy_context
else:

    class _NoContext:
        run = staticmethod(lambda handler, value: handler(value))

    copy_context = _NoContext

Resolve = Callable[..., None]
Reject = Callable[[BaseException], None]
Executor = Callable[[Resolve, Reject], object]

PENDING, FULFILLED, REJECTED = "pending", "fulfilled", "rejected"

# In these there is nothing to wait for. Having to look makes a hop take
# 1.6 instead of 1.1 microseconds (CPython 3.11).
_PLAIN = {type(None), bool, int, float, str, bytes, tuple, list, dict}
_EXITS = (KeyboardInterrupt, SystemExit)
_USED = (None, None, None)
_ELSEWHERE = (
    "a Promise is used inside its own running event loop: start the"
    " program with run(main), and come back from another thread or loop"
    " with loop.call_soon_threadsafe(resolve, value)"
)


class Jobs:
    """The promise jobs of an event loop, which holds them.

    Raises RuntimeError if used outside that loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        # Pairs of a function and its argument.
        self.queue: Deque[Any] = deque()
        self.armed = False
        # The loop itself holds its tasks only weakly.
        self.awaited: Set[asyncio.Future[Any]] = set()

    @staticmethod
    def of_running_loop() -> "Jobs":
        loop = asyncio._get_running_loop()
        if loop is None:
            raise RuntimeError(_ELSEWHERE)
        jobs: Optional[Jobs] = vars(loop).get("_promise_jobs")
        if jobs is None:
            jobs = vars(loop)["_promise_jobs"] = Jobs(loop)
        return jobs

    def check_loop(self) -> None:
        if asyncio._get_running_loop() is not self.loop:
            raise RuntimeError(_ELSEWHERE)

    def add(
        self, job: Callable[[Any], object], argument: object
    ) -> None:
        if not self.armed:
            self.check_loop()
            self.loop.call_soon(self.drain)
            self.armed = True
        self.queue.append((job, argument))

    def drain(self) -> None:
        queue = self.queue
        try:
            while queue:
                job, argument = queue.popleft()
                job(argument)
        finally:
            del job, argument  # the frames in tracebacks lead here
            self.armed = bool(queue)
            if queue:  # a KeyboardInterrupt or SystemExit is leaving
                self.loop.call_soon(self.drain)


class Resolvable:
    """What settles once, and then has those react that follow it."""

    __slots__ = ("_handled", "_handlers", "_jobs", "_state", "_value")

    def _begin(
        self,
        jobs: Jobs,
        on_fulfilled: Any = None,
        on_rejected: Any = None,
    ) -> None:
        self._jobs = jobs
        # For when the promise that this one follows has settled.
        handlers = on_fulfilled, on_rejected, copy_context()
        self._handlers: Any = handlers
        self._handled = False
        self._state = PENDING
        # The value or the reason; until then the followers, if any.
        self._value: Any = None

    def _subscribe(self, follower: "Resolvable") -> None:
        self._handled = True
        if self._state is not PENDING:
            self._jobs.add(follower._react, self)
        elif self._value is None:
            self._value = [follower]
        else:
            self._value.append(follower)

    def _react(self, source: "Resolvable") -> None:
        on_fulfilled, on_rejected, context = self._handlers
        self._handlers = _USED
        fulfilled = source._state is FULFILLED
        handler = on_fulfilled if fulfilled else on_rejected
        if callable(handler):
            try:
                result = context.run(handler, source._value)
            except BaseException as error:
                self._reject(error)
                if isinstance(error, _EXITS):
                    raise
                del self  # or error, traceback, frame, self: a cycle
            else:
                self._resolve(result)
        elif fulfilled:
            self._resolve(source._value)
        else:
            self._reject(source._value)

    def _follow(self, start: Executor) -> None:
        decided = False

        def decide(settle: Resolve, outcome: Any = None) -> None:
            nonlocal decided
            self._jobs.check_loop()
            if not decided:
                decided = True
                settle(outcome)

        try:
            start(
                partial(decide, self._resolve),
                partial(decide, self._reject),
            )
        except BaseException as error:
            decide(self._reject, error)
            if isinstance(error, _EXITS):
                raise

    def _resolve(self, value: Any) -> None:
        if type(value) in _PLAIN:
            self._settle(FULFILLED, value)
        elif value is self:
            self._reject(TypeError("a promise cannot wait for itself"))
        elif not isinstance(value, Resolvable):
            self._assimilate(value)
        elif value._jobs is self._jobs:
            self._jobs.add(value._subscribe, self)
        else:
            self._reject(RuntimeError(_ELSEWHERE))

    def _assimilate(self, value: Any) -> None:
        try:
            then = getattr(value, "then", None)
            if callable(then):
                self._jobs.add(self._follow, then)
            elif inspect.isawaitable(value):
                loop = self._jobs.loop
                future = asyncio.ensure_future(value, loop=loop)
                self._jobs.awaited.add(future)
                future.add_done_callback(self._copy)
            else:
                self._settle(FULFILLED, value)
        except Exception as error:
            self._reject(error)

    def _copy(self, future: "asyncio.Future[Any]") -> None:
        self._jobs.awaited.discard(future)
        if future.cancelled():
            self._reject(asyncio.CancelledError())
        elif future.exception() is not None:
            self._reject(future.exception())
        else:
            self._resolve(future.result())

    def _reject(self, reason: Any) -> None:
        if not isinstance(reason, BaseException):
            problem = f"the reason is no exception: {reason!r}"
            reason = TypeError(problem)
        self._settle(REJECTED, reason)
        if not self._handled:
            # One turn after the jobs: a task just made to await this
            # promise has then taken its first step.
            report = self._report_unless_handled
            self._jobs.add(self._jobs.loop.call_soon, report)

    def _settle(self, state: str, value: Any) -> None:
        followers: List[Resolvable] = self._value or []
        self._state = state
        self._value = value
        for follower in followers:
            self._jobs.add(follower._react, self)

    def _report_unless_handled(self) -> None:
        if not self._handled:
            context = {
                "message": "Promise rejection was never handled",
                "exception": self._value,
                "promise": self,
            }
            self._jobs.loop.call_exception_handler(context)


def collect(
    promises: Iterable[Any],
    follow: Callable[[Any, Callable[[Any], None]], object],
    finish: Callable[[List[Any]], object],
) -> None:
    """Call ``follow(promise, put)`` for each, ``finish`` on all put."""
    entries: List[Any] = []
    missing = 0

    def put(index: int, entry: Any) -> None:
        nonlocal missing
        entries[index] = entry
        missing -= 1
        if not missing:
            finish(entries)

    for missing, promise in enumerate(promises, 1):
        entries.append(None)
        follow(promise, partial(put, missing - 1))
    if not entries:
        finish(entries)
