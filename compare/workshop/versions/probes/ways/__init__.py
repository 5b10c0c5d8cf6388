"""What is asked of every kind of coroutine function.

The argument of a way is a decorator, which makes a function of the kind from a generator function.
"""

import importlib
import inspect
from typing import Any, Callable, Dict

from compare.workshop.versions.probes.probe import Probe

MODULES = ("entry", "delegation", "calling", "hooks", "predicates")
WAYS: Dict[str, Callable[[Any], Any]] = {}  # by title


def probes(decorate):
    """Return the probes of a kind."""
    for module in MODULES:
        importlib.import_module("{}.{}".format(__name__, module))
    return [Probe(title, _probe(way, decorate)) for title, way in WAYS.items()]


def _probe(way, decorate):
    if not inspect.iscoroutinefunction(way):
        return lambda: way(decorate)

    async def run():
        return await way(decorate)

    return run


def way(title):
    """Decorate a way; it returns what a probe does."""

    def add(function):
        WAYS[title] = function
        return function

    return add


def suspending():
    """Return a new generator function that ends after one turn of the event loop.

    A new one each time, because ``types.coroutine`` changes what it is given.
    """

    def body():
        yield
        return "done"

    return body


def expected(result):
    """Return the word for the result of a coroutine."""
    return None if result == "done" else "gives {!r}".format(result)
