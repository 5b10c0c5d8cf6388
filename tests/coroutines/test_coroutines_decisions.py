"""What follows from the decisions: what is refused, who is awaited, who stays driven by hand."""

import ast

import pytest
from analysing import Analysed, analyse

from off_coroutine.migration.coroutines.analysis import OLDEST, CoroutineAnalysis
from off_coroutine.migration.coroutines.reasons import Blocker, Refused
from off_coroutine.migration.migrate import migrate

A = """\
import asyncio
import types
@asyncio.coroutine
def a():
    yield from asyncio.sleep(0)
def plain():
    yield 1
"""


def names(functions: object) -> set[str]:
    return {function.name for function in functions}  # type: ignore[attr-defined]


def refusing(analysed: Analysed, *, blocked: str = "", untouched: str = "") -> CoroutineAnalysis:
    """Return the analysis after some functions, named in words, could not be written."""
    why = Blocker(ast.Pass(), "what is written there is no Python", "write it by hand")
    return CoroutineAnalysis(
        analysed.project,
        refused=Refused(
            {analysed.function(name): why for name in blocked.split()},
            {analysed.function(name) for name in untouched.split()},
        ),
    )


def test_what_was_refused_stays_for_the_reason_that_was_given() -> None:
    analysed = analyse(A + "def f(): yield from a()")
    analysis = refusing(analysed, blocked="a")
    assert names(filter(analysis.becomes_async, analysis.members)) == {"f"}
    assert analysis.blocked[analysed.function("a")].reason == "what is written there is no Python"


def test_a_refused_generator_keeps_native_what_it_can_stand_beside() -> None:
    analysed = analyse(A + "def f(): yield from a()")
    analysis = refusing(analysed, blocked="f")
    assert names(analysis.blocked) == {"f"}
    assert not analysis.stays_plain(analysed.function("f"))


def test_what_delegates_to_an_untouched_generator_stays_beside_it() -> None:
    text = "def f(): yield from a()\n@asyncio.coroutine\ndef g(): yield from f()"
    analysed = analyse(A + text)
    analysis = refusing(analysed, blocked="f", untouched="f")
    assert names(analysis.blocked) == {"f", "g"}
    blocker = analysis.blocked[analysed.function("g")]
    assert blocker.reason == "`f`, which it delegates to, stays a generator"
    assert blocker.by is analysed.function("f")


def test_an_untouched_generator_has_what_it_may_delegate_to_stay() -> None:
    text = "def f(x): yield from (a if x else unknown)()\nasyncio.ensure_future(f(1))"
    analysed = analyse(A + text)
    assert names(refusing(analysed, blocked="f").blocked) == {"f"}
    analysis = refusing(analysed, blocked="f", untouched="f")
    assert names(analysis.blocked) == {"f", "a"}
    assert analysis.stays_plain(analysed.function("f"))


def test_an_untouched_coroutine_that_is_decorated_can_be_awaited() -> None:
    analysed = analyse(A + "def f(): yield from a()")
    analysis = refusing(analysed, blocked="a", untouched="a")
    assert names(analysis.blocked) == {"a"}


def test_only_what_is_blocked_of_the_untouched_stays_plain() -> None:
    analysed = analyse(A + "def f(): yield from a()")
    analysis = refusing(analysed, untouched="f")
    assert not analysis.stays_plain(analysed.function("f"))
    assert names(analysis.blocked) == set()


def test_a_generator_that_is_blocked_later_blocks_what_it_delegates_to() -> None:
    text = """\
class C:
    def __iter__(self): yield from self.x
    def __await__(self): yield from b()
class D(C):
    def go(self):
        yield 1
        yield from super().__await__()
        yield from (self.__iter__ if x else plain)()
@asyncio.coroutine
def b(): yield from asyncio.sleep(0)
class E:
    def __await__(self): yield from (b if x else other)()
def gen(x):
    yield 1
    yield from (E().__await__ if x else plain)()
"""
    analysed = analyse(A + text)
    assert "b" in analysed.blocked
    assert analysed.blocked["b"] == "`__await__`, a generator, delegates to it"
    assert "a" not in analysed.blocked


def test_a_native_coroutine_is_never_blocked_by_what_escapes() -> None:
    text = (
        "async def n(): pass\nkeep(n)\nkeep(a)\ndef f():\n    yield 1\n    yield from kept()[0]()"
    )
    analysed = analyse(A + text + "\n@asyncio.coroutine\ndef b(): yield from asyncio.sleep(0)")
    assert names(analysed.analysis.blocked) == {"a"}
    assert analysed.blocked["a"] == "`f`, a generator, may delegate to it"


STAYS_PLAIN = {
    "a generator": ("def f():\n    yield 1\n    yield from a()", True),
    "a coroutine": ("def f(): yield from a()", False),
    "a blocked coroutine that is decorated": (
        "@asyncio.coroutine\ndef f():\n    yield 1\n    yield from a()",
        False,
    ),
    "a generator under types.coroutine": ("@types.coroutine\ndef f(): yield from a()", False),
    "an iterator beside an await": (
        "class C:\n    def __iter__(self): yield from self.x\n"
        "    def __await__(self): yield from self.x",
        False,
    ),
}


@pytest.mark.parametrize(("text", "stays"), STAYS_PLAIN.values(), ids=STAYS_PLAIN)
def test_a_generator_that_no_decorator_makes_awaitable_stays_plain(text: str, stays: bool) -> None:
    analysed = analyse(A + text)
    name = "__await__" if "__await__" in text else "f"
    assert analysed.analysis.stays_plain(analysed.function(name)) is stays


DRIVEN = {
    "what yields values": ("def f():\n    yield\n    yield 1", True),
    "what yields nothing": ("def f(): yield", False),
    "what is iterated over": ("def f(): yield\nlist(f())", True),
    "what may be iterated over": ("class C:\n    def f(self): yield\nlist(c.f())", True),
    "what a generator delegates to": (
        "def f(): yield from a()\ndef g():\n    yield 1\n    yield from f()",
        True,
    ),
    "what a coroutine delegates to": (
        "def f(): yield from a()\n@asyncio.coroutine\ndef g(): yield from f()",
        False,
    ),
}


@pytest.mark.parametrize(("text", "driven"), DRIVEN.values(), ids=DRIVEN)
def test_something_may_take_it_for_a_generator(text: str, driven: bool) -> None:
    analysed = analyse(A + text)
    assert analysed.analysis.may_be_driven(analysed.function("f")) is driven


ASKED = {
    "a coroutine": ("a()", True),
    "either of two": ("(a if x else b)()", True),
    "one of two": ("(a if x else plain)()", False),
    "something unknown": ("x()", False),
    "an expression that would need parentheses": ("(x and a())", False),
    "a generator": ("plain()", False),
}


@pytest.mark.parametrize(("text", "asks"), ASKED.values(), ids=ASKED)
def test_a_generator_asks_for_the_iterator_of_what_is_certainly_native(
    text: str, asks: bool
) -> None:
    b = "@asyncio.coroutine\ndef b(): yield from a()\n"
    analysed = analyse(f"{A}{b}def f(x):\n    yield 1\n    yield from {text}")
    ((node, found),) = analysed.analysis.delegations(analysed.function("f"))
    assert analysed.analysis.asks_for_iterator(node, found) is asks


@pytest.mark.parametrize(
    ("text", "awaited"),
    [
        ("def f(): yield from plain()\nasyncio.ensure_future(f())", {"plain"}),
        ("def f(): yield from g()\ndef g(): return a()", {"g", "a"}),
        ("def f():\n    yield 1\n    yield from plain()", set()),
        ("def f(x): yield from (x.go() if x else a())", {"a"}),
    ],
)
def test_what_native_coroutines_delegate_to_is_awaited(text: str, awaited: set[str]) -> None:
    analysed = analyse(A + text)
    functions = analysed.project.modules[0].functions
    assert names(filter(analysed.analysis.is_awaited, functions)) == awaited


def test_what_is_asked_whether_it_can_be_awaited_is_not_awaited_by_all_means() -> None:
    text = """\
import inspect
@asyncio.coroutine
def f(g):
    x = plain()
    if inspect.isawaitable(x):
        x = yield from x
    yield from a()
"""
    analysed = analyse(A + text)
    assert analysed.analysis.is_awaited(analysed.function("a"))
    assert not analysed.analysis.is_awaited(analysed.function("plain"))


def test_names_that_native_coroutines_call_and_await_are_known() -> None:
    text = """\
import lib
lib.outside()
def g():
    yield 1
    lib.stays()
    yield from lib.kept()
@asyncio.coroutine
def f(x):
    lib.inside([lib.within() for y in x])
    yield from lib.awaited()
    yield from x.method()
    yield from x
    yield from x[0]
    def inner(): lib.inner()
"""
    analysis = analyse(A + text).analysis
    assert analysis.names_called - {""} == {
        "asyncio.sleep",
        "lib.inside",
        "lib.within",
        "lib.awaited",
    }
    assert analysis.awaited_names == {"sleep", "awaited", "method", "x"}


def test_the_oldest_python_is_that_of_the_first_native_coroutines() -> None:
    project = analyse(A).project
    assert CoroutineAnalysis(project).target == OLDEST == (3, 5)
    assert CoroutineAnalysis(project, target=(3, 8)).target == (3, 8)


def test_names_of_classes_are_found_by_what_coroutines_give() -> None:
    text = "@asyncio.coroutine\ndef both():\n    yield\n    return asyncio.Lock()\n"
    text += "class C:\n    @asyncio.coroutine\n    def mixed(self): return asyncio.Lock()\n"
    text += "class Other:\n    def mixed(self): return future()\n"
    makers = analyse(A + text).analysis.makers
    texts = ("await x.both()", "x.both()", "await x.mixed()")
    waited_for, given, mixed = (ast.parse(text, mode="eval").body for text in texts)
    assert makers.of(waited_for) == {"Lock"}
    assert makers.of(given) == {"Lock"}
    assert makers.of(mixed) == set()


def test_a_generator_is_plain_that_no_decorator_makes_awaitable() -> None:
    text = "@types.coroutine\ndef t(): yield\ndef f(): return 1\n@wrap\ndef w(): yield 1"
    analysed = analyse(A + text)
    functions = analysed.project.modules[0].functions
    assert names(filter(analysed.analysis.is_plain_generator, functions)) == {"plain", "w"}


def test_functions_are_found_by_what_they_stand_in() -> None:
    analysed = analyse(A + "class C:\n    def f(self):\n        def g(): pass")
    inside = analysed.analysis.facts.inside
    f = analysed.function("f")
    assert f.outer is not None
    assert [function.name for function in inside[f.outer]] == ["f"]
    assert inside[f] == [analysed.function("g")]


def test_an_iterator_of_asynchronous_values_is_no_coroutine_though_it_is_decorated() -> None:
    text = "class C:\n    @asyncio.coroutine\n    def __aiter__(self): return self"
    assert "__aiter__" not in analyse(A + text).reasons
    text = "class C:\n    @asyncio.coroutine\n    def __aiter__(self): yield from a()"
    assert "__aiter__" in analyse(A + text).reasons


@pytest.mark.parametrize(("above", "after"), [("@keep\n", ""), ("", "keep(step)\n")])
def test_a_refused_generator_is_made_awaitable_where_something_may_await_it(
    above: str, after: str
) -> None:
    text = f"import asyncio\n{above}def step():\n    yield from iter([])\n    return 1\n{after}"
    text += "asyncio.get_event_loop().run_until_complete(step())\n"
    found = migrate({"m.py": text.encode()}).changed["m.py"].decode()
    assert "@types.coroutine\ndef step" in found
