"""Whether a value is awaitable: never, always, or maybe. Always means all that may reach it."""

import pytest
from analysing import analyse

from off_coroutine.migration.coroutines.awaitability import Answer

A = """\
import asyncio
@asyncio.coroutine
def a():
    yield from asyncio.sleep(0)
def plain(): return 1
class Future:
    def __await__(self): return iter(())
class Thing: pass
"""
ALWAYS = {
    "a coroutine": "asked = a()",
    "a coroutine of asyncio": "asked = asyncio.sleep(1)",
    "either of two": "asked = a() if x else asyncio.sleep(1)",
    "what a plain function gives": "def f(): return a()\nasked = f()",
    "a name": "x = a()\nasked = x",
    "an object": "asked = Future()",
    "one of a table": "T = [a, a]\nasked = T[n]()",
    "an iterator asked for": "asked = thing.__await__()",
}
NEVER = {
    "a constant": "asked = 1",
    "a global": "x = 'text'\ndef asked(): return x",
    "a function": "asked = a",
    "an object": "asked = Thing()",
    "a plain function's": "asked = plain()",
    "a builtin's": "asked = len(x)",
    "a library's": "import json\nasked = json.loads(x)",
    "a lock": "asked = asyncio.Lock()",
    "arguments": "def asked(*args): return args",
    "a text's": "asked = 'x'.join(y)",
    "a file's": "def asked():\n    with open('x') as f:\n        return f.read()",
    "a function's that ends": "def f(): pass\nasked = f()",
    "a formatted text": "asked = x.format(1)",
}
MAYBE = {
    "a parameter": "def asked(x): return x",
    "a coroutine or none": "asked = a() if x else None",
    "a coroutine that may be left out": "def f(x):\n    if x: return a()\nasked = f(1)",
    "a coroutine and a bare return": "def f(x):\n    if x: return\n    return a()\nasked = f(1)",
    "what is unknown": "asked = unknown()",
    "a method by its name": "asked = thing.a()",
    "either of two assignments": "x = a()\nif y: x = 1\nasked = x",
    "a decorated function": "@wrap\ndef f(): return 1\nasked = f()",
    "a generator": "def f(): yield 1\nasked = f()",
    "another library's": "import lib\nasked = lib.get()",
    "an attribute": "asked = x.y",
    "an item": "asked = x[0]",
    "the next": "asked = next(x)",
    "one that is asyncio's Future by its base": ("class F(asyncio.Future): pass\nasked = F()"),
}


@pytest.mark.parametrize("text", ALWAYS.values(), ids=ALWAYS)
def test_it_is_always_awaitable(text: str) -> None:
    assert analyse(A + text).awaitable() is Answer.YES


@pytest.mark.parametrize("text", NEVER.values(), ids=NEVER)
def test_it_is_never_awaitable(text: str) -> None:
    assert analyse(A + text).awaitable() is Answer.NO


@pytest.mark.parametrize("text", MAYBE.values(), ids=MAYBE)
def test_it_may_be_awaitable(text: str) -> None:
    assert analyse(A + text).awaitable() is Answer.PERHAPS
