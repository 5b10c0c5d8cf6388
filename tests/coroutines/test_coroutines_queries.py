"""Whose arguments a call takes, what it certainly gives, and which classes' tests are run."""

import ast

import pytest
from analysing import Analysed, analyse

from off_coroutine.migration.coroutines.asyncio_calls import asyncio_name
from off_coroutine.migration.coroutines.awaited_objects import gives_awaitable
from off_coroutine.migration.coroutines.queries import gives_coroutine, runs_in_coroutine
from off_coroutine.migration.coroutines.test_frameworks import runs_coroutines

A = """\
import asyncio
import asynctest
import functools
import types
@asyncio.coroutine
def a():
    yield from asyncio.sleep(0)
def plain():
    yield 1
class Future:
    def __await__(self): return iter(())
class Thing: pass
class Base(asyncio.Lock): pass
class Made(asyncio.Lock):
    def __init__(self, loop): pass
"""
OF_ASYNCIO = {
    "a function": ("asked = asyncio.sleep(1)", "sleep"),
    "a class of a submodule": ("asked = asyncio.locks.Lock()", "Lock"),
    "a name": ("from asyncio import Lock as L\nasked = L()", "Lock"),
    "partial": ("asked = functools.partial(asyncio.sleep, 1)", "sleep"),
    "a class derived from one": ("asked = Base()", "Lock"),
    "a class derived from such a class": ("class C(Base): pass\nasked = C()", "Lock"),
    "a class derived from object too": ("class C(asyncio.Lock, object): pass\nasked = C()", "Lock"),
    "an initialization by name": ("asked = asyncio.Lock.__init__(thing)", "Lock"),
    "an initialization of what is above": (
        "class C(asyncio.Lock):\n    def asked(self): return super().__init__()",
        "Lock",
    ),
    "one in a class that has its own": (
        "class C(asyncio.Lock):\n    def __init__(self): pass\n"
        "    def asked(self): return super().__init__()",
        "Lock",
    ),
}
NOT_OF_ASYNCIO = {
    "another library's": "import lib\nasked = lib.sleep(1)",
    "a library's that is named as it is": "import asyncio_lib\nasked = asyncio_lib.sleep(1)",
    "partial of another library's": "import lib\nasked = functools.partial(lib.sleep)",
    "partial of nothing": "asked = functools.partial()",
    "a class that initializes itself": "asked = Made(1)",
    "a class that makes itself": (
        "class C(asyncio.Lock):\n    def __new__(cls, loop): pass\nasked = C(1)"
    ),
    "a class below one that initializes itself": "class C(Made): pass\nasked = C(1)",
    "what initializes itself above": (
        "class C(Made):\n    def asked(self): return super().__init__(1)"
    ),
    "a class of two bases elsewhere": (
        "import lib\nclass C(asyncio.Lock, lib.Mixin): pass\nasked = C()"
    ),
    "a class of a base that is unknown": "class C(asyncio.Lock, make()): pass\nasked = C()",
    "a class derived from another library's": "import lib\nclass C(lib.Lock): pass\nasked = C()",
    "a class without a base": "asked = Thing()",
    "one of two classes": (
        "if x:\n    class C(asyncio.Lock): pass\nelse:\n    class C: pass\nasked = C()"
    ),
    "a function of the package": "asked = a()",
    "a method of what is above": (
        "class C(asyncio.Lock):\n    def asked(self): return super().acquire()"
    ),
    "super outside of a class": "def asked(self): return super().__init__()",
    "another's initialization": (
        "class C(asyncio.Lock):\n    def asked(self): return other().__init__()"
    ),
    "an object's initialization": (
        "class C(asyncio.Lock):\n    def asked(self): return other.__init__()"
    ),
    "a method's initialization": (
        "class C(asyncio.Lock):\n    def asked(self): return x.super().__init__()"
    ),
}
GIVES_COROUTINE = {
    "a coroutine": "a()",
    "a native one": "native()",
    "a generator under types.coroutine": "awaitable()",
    "one of asyncio": "asyncio.sleep(1)",
    "a method of asyncio": "asyncio.Lock().acquire()",
    "a method of ours": "C().acquire()",
    "either of two": "(a if x else native)()",
}
GIVES_OTHERS = {
    "a generator": "plain()",
    "an asynchronous generator": "values()",
    "a function under types.coroutine": "maker()",
    "a future": "asyncio.gather()",
    "an object": "asyncio.Lock()",
    "another library's": "lib.sleep(1)",
    "a method of something unknown": "thing.acquire()",
    "a method that gives a value": "asyncio.Lock().release()",
    "a method that the class has not": "asyncio.Event().acquire()",
    "a method that asyncio has not": "lib.Lock().acquire()",
    "a method of a value": "asyncio.get_child_watcher().wait()",
    "one of two": "(a if x else plain)()",
    "something unknown": "unknown()",
}
KINDS = """\
import lib
async def native(): pass
async def values(): yield
@types.coroutine
def awaitable(): yield
@types.coroutine
def maker(): return a()
class C:
    @asyncio.coroutine
    def acquire(self): yield from a()
"""
AWAITABLE = {
    "a coroutine": "@asyncio.coroutine\ndef f(): yield from a()",
    "a function that returns one": "def f(): return a()",
    "a function that returns one of two": "def f(x): return a() if x else Future()",
    "a function that returns one or a value": "def f(x): return a() if x else None",
    "an object": "def f(): return Future()",
    "a static method": "class C:\n    @staticmethod\n    def f(): return a()",
    "a method of the class": "class C:\n    @classmethod\n    def f(cls): return a()",
    "a property": "class C:\n    @property\n    def f(self): return a()",
    "a cached property": "class C:\n    @functools.cached_property\n    def f(self): return a()",
    "an abstract method": "class C:\n    @abc.abstractmethod\n    def f(self): return a()",
    "an object that has it from above": "class C(Future): pass\ndef f(): return C()",
    "an object with an iterator that is a coroutine": (
        "class C:\n    @asyncio.coroutine\n    def __iter__(self): yield from a()\n"
        "def f(): return C()"
    ),
}
NOT_AWAITABLE = {
    "a generator": "def f(): yield 1",
    "a function that returns a generator": "def f(): return plain()",
    "one of two": "def f(x): return a() if x else plain()",
    "a value": "def f(): return 1",
    "what is unknown": "def f(): return unknown()",
    "a library's": "import lib\ndef f(): return lib.make()",
    "an object": "def f(): return Thing()",
    "an object that is iterated over": (
        "class C:\n    def __iter__(self): yield 1\ndef f(): return C()"
    ),
    "a function that something decorates": "@wrap\ndef f(): return a()",
}
RUNS_TESTS = {
    "asynctest's": "class C(asynctest.TestCase):",
    "asynctest's beside another": "class C(Thing, asynctest.TestCase):",
    "one that is above": "class D(asynctest.TestCase): pass\nclass C(D):",
    "a coroutine to set up": "class C:\n    @asyncio.coroutine\n    def setUp(self): yield",
    "a native one to tear down": "class C:\n    async def tearDown(self): pass",
    "one of two": (
        "class C:\n    def setUp(self): pass\n    @asyncio.coroutine\n    def tearDown(self): yield"
    ),
}
RUNS_NO_TESTS = {
    "nobody's": "class C:",
    "unittest's": "import unittest\nclass C(unittest.TestCase):",
    "a plain function to set up": "class C:\n    def setUp(self): pass",
    "another decorator": "class C:\n    @wrap\n    def setUp(self): pass",
    "another coroutine": "class C:\n    @asyncio.coroutine\n    def start(self): yield",
    "a function that is asynctest's": "import asynctest\ndef C():",
}


def call(text: str) -> tuple[ast.Call, Analysed]:
    analysed = analyse(A + text)
    node, _ = analysed.asked()
    assert isinstance(node, ast.Call)
    return node, analysed


@pytest.mark.parametrize(("text", "name"), OF_ASYNCIO.values(), ids=OF_ASYNCIO)
def test_asyncio_takes_the_arguments_of(text: str, name: str) -> None:
    node, analysed = call(text)
    assert asyncio_name(node, analysed.asked()[1], analysed.project) == name


@pytest.mark.parametrize("text", NOT_OF_ASYNCIO.values(), ids=NOT_OF_ASYNCIO)
def test_asyncio_does_not_certainly_take_the_arguments_of(text: str) -> None:
    node, analysed = call(text)
    assert asyncio_name(node, analysed.asked()[1], analysed.project) == ""


@pytest.mark.parametrize("text", GIVES_COROUTINE.values(), ids=GIVES_COROUTINE)
def test_a_coroutine_is_what_a_call_gives_of(text: str) -> None:
    node, analysed = call(f"{KINDS}asked = {text}")
    assert gives_coroutine(node, analysed.asked()[1], analysed.analysis)


@pytest.mark.parametrize("text", GIVES_OTHERS.values(), ids=GIVES_OTHERS)
def test_a_coroutine_is_not_certainly_what_a_call_gives_of(text: str) -> None:
    node, analysed = call(f"{KINDS}asked = {text}")
    assert not gives_coroutine(node, analysed.asked()[1], analysed.analysis)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("asked = 1", False),
        ("def asked(): return 1", False),
        ("async def asked(): return 1", True),
        ("@asyncio.coroutine\ndef asked():\n    yield\n    return 1", True),
        ("def asked():\n    yield 1\n    return 1", False),
    ],
)
def test_what_a_coroutine_evaluates_runs_in_one(text: str, runs: bool) -> None:
    analysed = analyse(A + text)
    assert runs_in_coroutine(analysed.asked()[1], analysed.analysis) is runs


@pytest.mark.parametrize("text", AWAITABLE.values(), ids=AWAITABLE)
def test_it_gives_what_can_be_awaited(text: str) -> None:
    analysed = analyse(A + text)
    members = analysed.analysis.members
    assert gives_awaitable(analysed.function("f"), members, analysed.project)


@pytest.mark.parametrize("text", NOT_AWAITABLE.values(), ids=NOT_AWAITABLE)
def test_nothing_says_that_it_gives_what_can_be_awaited(text: str) -> None:
    analysed = analyse(A + text)
    members = analysed.analysis.members
    assert not gives_awaitable(analysed.function("f"), members, analysed.project)


@pytest.mark.parametrize("text", RUNS_TESTS.values(), ids=RUNS_TESTS)
def test_tests_of_a_class_are_run_as_coroutines(text: str) -> None:
    assert runs_tests_of_class(text)


@pytest.mark.parametrize("text", RUNS_NO_TESTS.values(), ids=RUNS_NO_TESTS)
def test_tests_of_a_class_are_not_run_as_coroutines(text: str) -> None:
    assert not runs_tests_of_class(text)


def runs_tests_of_class(text: str) -> bool:
    analysed = analyse(f"{A}{text}\n    def test_it(self): pass")
    owner = analysed.function("test_it").outer
    assert owner is not None
    return runs_coroutines(owner, analysed.project)
