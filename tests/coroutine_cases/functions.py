"""Kinds of coroutine function. Readable by Python 3.6."""

import asyncio
import functools
from legacy_style.coroutine import coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


sleep = asyncio.sleep  # type: Any  # mypy forbids `yield from` on what it knows to be native


def future(value: "Any") -> "asyncio.Future[Any]":
    """Return a Future of the running loop that gets `value` in the next turn."""
    loop = asyncio.get_event_loop()
    pending = loop.create_future()
    loop.call_soon(pending.set_result, value)
    return pending


async def native(value: "Any") -> "Any":
    await sleep(0)
    return value


def task(value: "Any") -> "asyncio.Future[Any]":
    return asyncio.ensure_future(native(value))


@coroutine
def decorated(value: "Any") -> "Generator[Any, Any, Any]":
    yield
    return value


def undecorated(value: "Any") -> "Generator[Any, Any, Any]":
    yield
    return value


class Awaitable:
    """An object that has `__await__` and nothing else."""

    def __init__(self, value: "Any") -> None:
        self.value = value

    def __await__(self) -> "Generator[Any, Any, Any]":
        yield
        return self.value


MAKERS = {
    "a Future": future,
    "a Task": task,
    "a native coroutine": native,
    "a decorated generator": decorated,
    "an undecorated generator": undecorated,
    "an object with __await__": Awaitable,
}  # type: dict[str, Callable[[Any], Any]]


class Body:
    """One body in several forms: notes its arguments, suspends, notes "done", returns `value`."""

    def __init__(self, trace: "list[Any]", value: "Any") -> None:
        self.trace = trace
        self.value = value

    async def native(self, *args: "Any") -> "Any":
        self.trace.append(args)
        await sleep(0)
        self.trace.append("done")
        return self.value

    @coroutine
    def method(self, *args: "Any") -> "Generator[Any, Any, Any]":
        self.trace.append(args)
        yield from sleep(0)
        self.trace.append("done")
        return self.value

    def undecorated(self, *args: "Any") -> "Generator[Any, Any, Any]":
        self.trace.append(args)
        yield from decorated(None)
        self.trace.append("done")
        return self.value

    def generator(self) -> "Callable[..., Any]":
        @coroutine
        def function(*args: "Any") -> "Generator[Any, Any, Any]":
            return (yield from self.undecorated(*args))

        return function

    def static_method(self) -> "Callable[..., Any]":
        class Owner:
            function = staticmethod(self.generator())

        return Owner().function

    def class_method(self) -> "Callable[..., Any]":
        class Owner:
            @classmethod
            @coroutine
            def function(cls, *args: "Any") -> "Generator[Any, Any, Any]":
                return (yield from self.undecorated(*args))

        return Owner.function

    def over_a_decorator(self) -> "Callable[..., Any]":
        @coroutine
        @functools.wraps(self.undecorated)
        def function(*args: "Any") -> "Any":
            return self.undecorated(*args)

        return function

    def returning(self, make: "Callable[[Any], Any]") -> "Callable[..., Any]":
        @coroutine
        def function(*args: "Any") -> "Any":
            self.trace.extend([args, "done"])
            return make(self.value)

        return function


KINDS = {
    "native": lambda body: body.native,
    "generator": Body.generator,
    "method": lambda body: body.method,
    "static method": Body.static_method,
    "class method": Body.class_method,
    "lambda": lambda body: coroutine(lambda *args: (yield from body.undecorated(*args))),
    "call on a bound method": lambda body: coroutine(body.undecorated),
    "call on a partial": lambda body: coroutine(functools.partial(body.undecorated)),
    "partial": lambda body: functools.partial(body.method),
    "over a decorator": Body.over_a_decorator,
    "plain function returning the value": lambda body: body.returning(lambda value: value),
}  # type: dict[str, Callable[[Body], Callable[..., Any]]]
for _name, _make in MAKERS.items():
    KINDS["plain function returning " + _name] = functools.partial(Body.returning, make=_make)
