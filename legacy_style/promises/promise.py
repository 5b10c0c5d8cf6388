"""ECMAScript's Promise on asyncio: ``then`` instead of ``await``.

Handlers run in the order in which a JavaScript engine runs them: an
event loop has one queue of promise jobs, emptied within one turn of the
loop. As there, a chain without an end starves the loop. Decided here:

- A promise can be awaited, and ``yield from``-ed in any generator. So
  ``gather``, ``wait_for``, ``shield`` and ``ensure_future`` take it;
  for ``asyncio.wait`` make a task of it with ``ensure_future``.
- Cancelling a task that awaits a promise only ends that waiting.
- Resolving with a promise, with an object that has a method ``then`` or
  with anything else that can be awaited waits for it; so does returning
  it from a handler. An object whose ``then`` means something else, as
  in mocks and query builders, has to be passed on inside a tuple.
- A reason is an exception; a TypeError stands in for anything else.
  CancelledError is a reason like others. KeyboardInterrupt, SystemExit
  reject the promise and leave the loop as well. Awaiting a promise
  rejected with StopIteration raises RuntimeError, as PEP 479 has it.
- A rejection that nobody handles goes to the loop's exception handler
  one turn after the jobs. Awaiting a promise is handling it.
- A handler runs in the context (``contextvars``) of its ``then``.
- A promise lives in the running event loop it was made in: to resolve,
  reject or await it from another loop or thread raises RuntimeError.
"""

from __future__ import generator_stop

from legacy_style.coroutine import run as run_coroutine
from legacy_style.promises.resolution import (
    FULFILLED,
    PENDING,
    REJECTED,
    Executor,
    Jobs,
    Reject,
    Resolvable,
    Resolve,
    collect,
)
from typing import (
    Any,
    Awaitable,
    Callable,
    Generator,
    Generic,
    Iterable,
    List,
    NamedTuple,
    Optional,
    Tuple,
    TypeVar,
)

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


class AggregateError(Exception):
    """All that ``Promise.any`` had; ``errors`` are in their order."""

    def __init__(self, errors: List[BaseException]) -> None:
        super().__init__("all promises were rejected")
        self.errors = errors


class Settled(NamedTuple):
    """Either "fulfilled" and a value, or "rejected" and a reason."""

    status: str
    value: Any = None
    reason: Optional[BaseException] = None


class Promise(Resolvable, Generic[T_co]):
    """A value to come, or the reason why it does not."""

    __slots__ = ()

    def __init__(self, executor: Executor) -> None:
        """Call ``executor(resolve, reject)`` now; raising rejects.

        Only the first call of either counts.
        """
        self._begin(Jobs.of_running_loop())
        self._follow(executor)

    def then(
        self,
        on_fulfilled: Optional[Callable[[T_co], object]] = None,
        on_rejected: Optional[Callable[[BaseException], object]] = None,
    ) -> "Promise[Any]":
        """Return the promise of what the handler will return or raise.

        Without the handler that is needed, it settles as this one.
        """
        child: Promise[Any] = Promise.__new__(Promise)
        child._begin(self._jobs, on_fulfilled, on_rejected)
        self._subscribe(child)
        return child

    def catch(
        self, on_rejected: Callable[[BaseException], object]
    ) -> "Promise[Any]":
        return self.then(None, on_rejected)

    def finally_(
        self, on_finally: Callable[[], object]
    ) -> "Promise[T_co]":
        """Settle as this one, when ``on_finally()`` is done with.

        Only its failure, or that of the promise it returns, counts.
        """

        def fulfilled(value: Any) -> Promise[Any]:
            return Promise.resolve(on_finally()).then(lambda _: value)

        def rejected(reason: BaseException) -> Promise[Any]:
            def reject_again(_: object) -> None:
                raise reason

            return Promise.resolve(on_finally()).then(reject_again)

        return self.then(fulfilled, rejected)

    def __await__(self) -> Generator[Any, None, T_co]:
        self._jobs.check_loop()
        self._handled = True
        if self._state is PENDING:
            waiter = self._jobs.loop.create_future()

            def wake(_: object) -> None:
                if not waiter.done():
                    waiter.set_result(None)

            self.then(wake, wake)
            yield from waiter.__await__()
        if self._state is REJECTED:
            try:
                raise self._value
            finally:
                del self  # or reason, traceback, frame, self: a cycle
        value: T_co = self._value
        return value

    __iter__ = __await__

    def __repr__(self) -> str:
        known = "" if self._state is PENDING else f": {self._value!r}"
        return f"<Promise {self._state}{known}>"

    @staticmethod
    def resolve(value: Any = None) -> "Promise[Any]":
        """Return a promise of the value; a promise is its own."""
        if isinstance(value, Promise):
            return value
        promise: Promise[Any] = Promise.__new__(Promise)
        promise._begin(Jobs.of_running_loop())
        promise._resolve(value)
        return promise

    @staticmethod
    def reject(reason: BaseException) -> "Promise[Any]":
        return Promise(lambda _, reject: reject(reason))

    @staticmethod
    def try_(
        function: Callable[..., object], *args: Any
    ) -> "Promise[Any]":
        """Call ``function(*args)``, now: what it returns, or raises."""
        return Promise(lambda resolve, _: resolve(function(*args)))

    @staticmethod
    def with_resolvers() -> "Tuple[Promise[Any], Resolve, Reject]":
        """Return a promise and the functions that decide it."""
        functions: List[Any] = []
        promise: Promise[Any] = Promise(
            lambda *resolvers: functions.extend(resolvers)
        )
        return (promise, *functions)

    @staticmethod
    def all(values: Iterable[Any]) -> "Promise[List[Any]]":
        """All the values, in their order, or the first reason."""
        return Promise(
            lambda resolve, reject: collect(
                map(Promise.resolve, values),
                lambda promise, put: promise.then(put, reject),
                resolve,
            )
        )

    @staticmethod
    def all_settled(values: Iterable[Any]) -> "Promise[List[Settled]]":
        """How each one ended, in their order."""
        return Promise(
            lambda resolve, _: collect(
                map(Promise.resolve, values),
                lambda promise, put: promise.then(
                    lambda value: put(Settled(FULFILLED, value)),
                    lambda reason: put(
                        Settled(REJECTED, reason=reason)
                    ),
                ),
                resolve,
            )
        )

    @staticmethod
    def any(values: Iterable[Any]) -> "Promise[Any]":
        """The first value, or if there is none an AggregateError."""
        return Promise(
            lambda resolve, reject: collect(
                map(Promise.resolve, values),
                lambda promise, put: promise.then(resolve, put),
                lambda reasons: reject(AggregateError(reasons)),
            )
        )

    @staticmethod
    def race(values: Iterable[Any]) -> "Promise[Any]":
        """As the first to settle; for ever pending without any."""

        def start(resolve: Resolve, reject: Reject) -> None:
            for promise in map(Promise.resolve, values):
                promise.then(resolve, reject)

        return Promise(start)


def run(function: Callable[..., Awaitable[U]], *args: Any) -> U:
    """Call ``function(*args)`` inside a new event loop; close that.

    Return the value of the promise that the function returns, or raise
    its reason. What is still going on in the loop then is cancelled.
    """

    async def main() -> U:
        return await function(*args)

    return run_coroutine(main())
