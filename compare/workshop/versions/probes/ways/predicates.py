"""What is said of the function ``f`` and of the object ``f()``."""

import asyncio
import collections.abc
import inspect

from compare.workshop.versions.probes.ways import suspending, way


def said(title, predicate):
    @way(title)
    def run(decorate):
        function = decorate(suspending())
        if not title.endswith("(f)`"):
            function = function()
        answer = "yes" if predicate(function) else "no"
        getattr(function, "close", lambda: None)()
        return answer


said("`asyncio.iscoroutinefunction(f)`", lambda f: asyncio.iscoroutinefunction(f))
said("`inspect.iscoroutinefunction(f)`", inspect.iscoroutinefunction)
said("`inspect.isgeneratorfunction(f)`", inspect.isgeneratorfunction)
said("`asyncio.iscoroutine(f())`", asyncio.iscoroutine)
said("`inspect.iscoroutine(f())`", inspect.iscoroutine)
said("`inspect.isawaitable(f())`", inspect.isawaitable)
said("`isinstance(f(), Coroutine)`", lambda c: isinstance(c, collections.abc.Coroutine))
said("`isinstance(f(), Generator)`", lambda c: isinstance(c, collections.abc.Generator))
