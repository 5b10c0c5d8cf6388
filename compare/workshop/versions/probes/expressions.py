"""Probes of one expression each."""

import asyncio
import contextlib
import inspect
import unittest.mock
from typing import Any, Dict, List, Mapping

from compare.workshop.versions.probes.probe import Probe

MODULES: Dict[str, Any] = {
    "asyncio": asyncio,
    "contextlib": contextlib,
    "inspect": inspect,
    "unittest": unittest,
}


def probes(notes: Mapping[str, str]) -> List[Probe]:
    """Return a probe for each piece of code, with its note.

    ``loop`` is the running event loop in it, ``f`` a native coroutine function and ``done`` a
    finished Future. What is after ``await`` is awaited, without that in the title.
    """
    return [
        Probe("`{}`".format(code.replace("await ", "")), _run(code), note)
        for code, note in notes.items()
    ]


def _run(code: str) -> Any:
    async def f() -> None:
        pass

    async def run() -> None:
        loop = asyncio.get_event_loop()
        done = loop.create_future()
        done.set_result(None)
        namespace = dict(MODULES, loop=loop, f=f, done=done)
        if code.startswith("await "):
            await eval(code[len("await ") :], namespace)
        else:
            eval(code, namespace)

    return run
