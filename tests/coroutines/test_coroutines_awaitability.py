"""Whether a value is awaitable: never, always, or maybe. Always means all that may reach it."""

import pytest
from analysing import analyse

from off_coroutine.migration.coroutines.awaitability import Answer, is_builtin

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
    "a future of asyncio": "asked = asyncio.ensure_future(x)",
    "an object that has it from above": "class F(Future): pass\nasked = F()",
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
    "a display": "asked = [a()]",
    "a table": "asked = {}",
    "a set": "asked = {1}",
    "a pair": "asked = 1, 2",
    "a comparison": "asked = x == y",
    "a sum": "asked = x + y",
    "a negation": "asked = not x",
    "an f-string": "asked = f'{x}'",
    "a lambda": "asked = lambda: a()",
    "a list made": "asked = [x for x in y]",
    "a table made": "asked = {x: x for x in y}",
    "a set made": "asked = {x for x in y}",
    "either of two constants": "x = 1\nif y: x = [2]\nasked = x",
    "a future of a thread": "asked = asyncio.run_coroutine_threadsafe(a(), loop)",
    "a builtin itself": "asked = len",
    "a class": "asked = Thing",
    "an object of a builtin": "asked = dict()",
    "an f-string's": "asked = f'{x}'.join(y)",
    "aiohttp's answer": "from aiohttp import web\nasked = web.Response()",
    "the file of two": (
        "def asked(x):\n    with open('x') as f: f.read()\n"
        "    with open('y') as f:\n        return f.read()"
    ),
    "a file beside others": (
        "def asked(x):\n    with x as f.y, lock, open('x') as f, open('y') as g:\n"
        "        return f.read()"
    ),
    "a file of the module": "with open('x') as f:\n    asked = f.read()",
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
    "a Task by its name": "from asyncio import Task\nclass F(Task): pass\nasked = F()",
    "a Future by the base of its base": (
        "class F(asyncio.Future): pass\nclass G(F): pass\nasked = G()"
    ),
    "a parameter that is given a coroutine": "def asked(x): return x\nasked(a())",
    "a parameter that is given a constant": "def asked(x): return x\nasked(1)",
    "a module": "import lib\nasked = lib",
    "what a program gives": "asked = asyncio.run(a())",
    "what asyncio may have one day": "asked = asyncio.later()",
    "aiohttp's other calls": "import aiohttp\nasked = aiohttp.request(x)",
    "what another library calls web": "import lib\nasked = lib.web.get()",
    "another library's object": "import lib\ndef asked(x: lib.Thing): return x",
    "what is like a text's, of another library": "import lib\nasked = lib.format()",
    "what gives a function": "asked = x()()",
    "a method of a text that the package has too": (
        "class C:\n    def strip(self): return a()\nasked = x.strip()"
    ),
    "an attribute's": "with open('x') as f:\n    asked = f.x.read()",
    "a file's or another's": (
        "def asked(x):\n    with open('x') as f: pass\n    f = x\n    return f.read()"
    ),
    "what another function opens": (
        "def asked(x):\n    with opened('x') as f:\n        return f.read()"
    ),
    "what a library opens": (
        "import lib\ndef asked(x):\n    with lib.open('x') as f:\n        return f.read()"
    ),
    "what is entered": "def asked(x):\n    with x as f:\n        return f.read()",
    "what our own function opens": (
        "def open(x): return x\ndef asked(x):\n    with open('x') as f:\n        return f.read()"
    ),
    "a file of another function": (
        "def g():\n    with open('x') as f: pass\ndef asked(f): return f.read()"
    ),
    "another name than the file's": (
        "def asked(f):\n    with open('x') as g:\n        return f.read()"
    ),
    "what nothing binds": "def asked(): return f.read()",
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


@pytest.mark.parametrize(
    "module",
    [
        *("base64", "binascii", "collections", "datetime", "hashlib", "json", "logging", "math"),
        *("os", "random", "re", "socket", "string", "struct", "sys", "tempfile", "time", "urllib"),
        "uuid",
    ],
)
def test_a_module_of_the_standard_library_gives_values(module: str) -> None:
    assert analyse(f"{A}import {module}\nasked = {module}.it()").awaitable() is Answer.NO


@pytest.mark.parametrize(
    "method",
    ["encode", "decode", "strip", "split", "startswith", "endswith", "lower", "upper"],
)
def test_a_method_that_texts_have_gives_a_value(method: str) -> None:
    assert analyse(f"{A}asked = x.{method}()").awaitable() is Answer.NO


@pytest.mark.parametrize(
    "name", ["anext", "next", "getattr", "max", "min", "eval", "super", "vars", "__import__"]
)
def test_a_builtin_that_hands_on_what_it_is_given_may_give_anything(name: str) -> None:
    analysed = analyse(f"{A}asked = {name}(x)")
    assert analysed.awaitable() is Answer.PERHAPS
    called, scope = analyse(f"{A}asked = {name}").asked()
    assert not is_builtin(called, scope)


@pytest.mark.parametrize(
    ("text", "gives_a_value"),
    [
        ("asked = len", True),
        ("asked = x.len", False),
        ("asked = unknown", False),
        ("def len(x): return a()\nasked = len", False),
    ],
)
def test_a_builtin_is_one_by_its_name_unless_it_is_bound(text: str, gives_a_value: bool) -> None:
    assert is_builtin(*analyse(A + text).asked()) is gives_a_value
