"""The decorator that Python 3.11 removed, and `run`, for CPython 3.6 to 3.14.

Copy this file into your code base and replace `asyncio.coroutine` by its `coroutine`. Up to 3.10
that is `asyncio.coroutine` without its DeprecationWarning. From 3.11 a call returns an object that
wraps a generator: a coroutine for asyncio, an iterable for `yield from`. What had to be chosen:

* It is not a native coroutine: an undecorated generator cannot `yield from` one (TypeError). So
  `inspect.iscoroutine(call)` is False, as ever; `asyncio.iscoroutine(call)` is True.
* It is not a bare generator: asyncio refuses those from 3.12 on, and pytest takes a function that
  makes them for a yield test or a yield fixture.
* `inspect.iscoroutinefunction(function)` is True, which it was not up to 3.10: aiohttp,
  pytest-asyncio and unittest ask it. A flag of the code object says so, because `functools.wraps`
  would copy the mark of `inspect.markcoroutinefunction` (3.12) to synchronous wrappers, such as
  `def test(): run(function())`, and make them coroutine functions too.
* As ever, a call that is never awaited is silent (in asyncio's debug mode: logged), a second await
  gives None, and `yield from` wants `__iter__`: to have `__await__` is not enough.

Cost on 3.11 to 3.13, native = 1: a call that never suspends 4, a task 1.1, a turn of the loop 1.0.
"""

import asyncio
import functools
import inspect
import logging
import operator
import os
import sys
import types
import warnings
from typing import Any, Awaitable, Callable, Generator

__all__ = ["coroutine", "run"]

if sys.version_info < (3, 11):

    def coroutine(function):
        """Return `asyncio.coroutine(function)`."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", '"@coroutine" decorator', DeprecationWarning)
            return asyncio.coroutine(function)

else:

    class _Coroutine:
        """A generator seen as a coroutine; `collections.abc.Coroutine` knows it by its methods."""

        __slots__ = ("__weakref__", "_generator")

        def __init__(self, generator: Generator[Any, Any, Any]) -> None:
            self._generator = generator

        # In C, so that no frame of this module stands in the traceback of a Task.
        send = property(operator.attrgetter("_generator.send"))
        throw = property(operator.attrgetter("_generator.throw"))
        close = property(operator.attrgetter("_generator.close"))
        __next__ = property(operator.attrgetter("_generator.__next__"))

        def __iter__(self) -> Generator[Any, Any, Any]:
            return self._generator

        def __await__(self) -> Generator[Any, Any, Any]:
            return (yield from self._generator)  # the generator itself is refused as a result

        def __getattr__(self, name: str) -> Any:
            return getattr(self._generator, name)  # gi_frame and so on: a Task shows them

        def __repr__(self) -> str:
            return f"<generator-based coroutine {self.__qualname__} at {id(self):#x}>"

    class _DebugCoroutine(_Coroutine):
        """Logs an error if it is dropped before it was started, as asyncio's did."""

        def __init__(self, generator: Generator[Any, Any, Any]) -> None:
            super().__init__(generator)
            caller = sys._getframe(2)  # of the decorated function
            self._created_at = f"{caller.f_code.co_filename}:{caller.f_lineno}"

        def __del__(self) -> None:
            # Two references: ours and the argument's. Whoever has a third may start it yet.
            dropped = sys.getrefcount(self._generator) == 2
            if dropped and inspect.getgeneratorstate(self._generator) == inspect.GEN_CREATED:
                message = f"{self!r}, created at {self._created_at}, was never yielded from"
                logging.getLogger("asyncio").error(message)

    _asked = not sys.flags.ignore_environment and os.environ.get("PYTHONASYNCIODEBUG")
    _new_coroutine = _DebugCoroutine if _asked or sys.flags.dev_mode else _Coroutine

    def _generator_function(function: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.isfunction(function) and inspect.isgeneratorfunction(function):
            return types.coroutine(function)  # which may `yield from` native coroutines

        @functools.wraps(function)
        def await_result(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            result = function(*args, **kwargs)
            if inspect.isgenerator(result):
                return (yield from result)
            if isinstance(result, Awaitable):
                return (yield from result.__await__())
            return result

        return await_result

    def coroutine(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function`, a generator function or a plain one, as a coroutine function.

        An awaitable or a generator that a plain function returns is awaited. A function that is a
        coroutine function already is returned unchanged.
        """
        if inspect.iscoroutinefunction(function):
            return function
        generator_function = _generator_function(function)

        def start(*args: Any, **kwargs: Any) -> _Coroutine:
            return _new_coroutine(generator_function(*args, **kwargs))

        # Since 3.11 an opcode decides what a call returns (RETURN_GENERATOR), the flag no more.
        code = start.__code__.replace(co_flags=start.__code__.co_flags | inspect.CO_COROUTINE)
        start = types.FunctionType(code, globals(), closure=start.__closure__)
        return functools.wraps(function)(start)


if sys.version_info >= (3, 7):
    from asyncio import run
else:

    def run(main, *, debug=False):
        """Do what `asyncio.run` does on 3.7."""
        if asyncio._get_running_loop() is not None:
            raise RuntimeError("asyncio.run() cannot be called from a running event loop")
        if not asyncio.iscoroutine(main):
            raise ValueError("a coroutine was expected, got {!r}".format(main))
        loop = asyncio.new_event_loop()
        try:
            asyncio.set_event_loop(loop)
            loop.set_debug(debug)
            return loop.run_until_complete(main)
        finally:
            try:
                left = [task for task in asyncio.Task.all_tasks(loop) if not task.done()]
                for task in left:
                    task.cancel()
                loop.run_until_complete(asyncio.gather(*left, loop=loop, return_exceptions=True))
                for task in left:
                    if not task.cancelled() and task.exception():
                        error = {"message": "unhandled exception during run()", "task": task}
                        loop.call_exception_handler(dict(error, exception=task.exception()))
                loop.run_until_complete(loop.shutdown_asyncgens())
            finally:
                asyncio.set_event_loop(None)
                loop.close()
