"""The kinds of coroutine function there are."""

import asyncio
import operator
import types
import warnings
from typing import Any, Callable, Generator

GeneratorFunction = Callable[..., Generator[Any, Any, Any]]


def asyncio_coroutine(function: GeneratorFunction) -> Any:
    """Return ``asyncio.coroutine(function)`` without the warning, which is a fact of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return operator.attrgetter("coroutine")(asyncio)(function)


def undecorated(function: GeneratorFunction) -> Any:
    return function


def native(function: GeneratorFunction) -> Any:
    """Return a native coroutine function that does the same."""

    async def start(*args: Any) -> Any:
        return await types.coroutine(function)(*args)

    return start
