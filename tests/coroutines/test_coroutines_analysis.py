"""Which functions become native coroutines, which stay, and why."""

import pytest
from analysing import analyse

A = """\
import asyncio
@asyncio.coroutine
def a():
    yield from asyncio.sleep(0)
def plain():
    yield 1
"""
CONVERTED = {
    "a decorated coroutine": ("", {"a"}),
    "what only delegates to one": ("def f(): yield from a()", {"a", "f"}),
    "what only delegates to a local name's": (
        "def f():\n    x = a()\n    yield from x",
        {"a", "f"},
    ),
    "a chain of those": ("def f(): yield from g()\ndef g(): yield from a()", {"a", "f", "g"}),
    "what one delegates to": (
        "@asyncio.coroutine\ndef f(): yield from g()\ndef g(): yield",
        {"a", "f", "g"},
    ),
    "what a plain function gives one": (
        "@asyncio.coroutine\ndef f(): yield from h()\ndef h(): return g()\ndef g(): yield",
        {"a", "f", "g"},
    ),
    "either of two": (
        "@asyncio.coroutine\ndef f(x): yield from (g if x else a)()\ndef g(): yield",
        {"a", "f", "g"},
    ),
    "what is given to asyncio": ("def f(): yield\nasyncio.ensure_future(f())", {"a", "f"}),
    "what waits for asyncio": ("def f(): yield from asyncio.wait([])", {"a", "f"}),
    "an override": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "class D(C):\n    def go(self): yield",
        {"a", "go"},
    ),
    "what is given to be waited for": (
        "@asyncio.coroutine\ndef f(g): yield from g()\ndef h(): yield\nf(h)",
        {"a", "f", "h"},
    ),
    "a wrapper in a decorator": (
        "def wrap(f):\n    def inner(): yield from f()\n    return inner\n"
        "@wrap\n@asyncio.coroutine\ndef b(): yield from a()",
        {"a", "b", "inner"},
    ),
    "what uses results beside asyncio": ("def f():\n    x = yield from unknown()", {"a", "f"}),
    "what can do nothing but return": ("def f():\n    return 1\n    yield", {"a", "f"}),
    "a table of coroutines": (
        "T = {'a': a}\n@asyncio.coroutine\ndef f(x): yield from T[x]()",
        {"a", "f"},
    ),
    "delegation of a generator that asks for the iterator": (
        "def f():\n    yield 1\n    yield from a()",
        {"a"},
    ),
    "a partial in a generator": (
        "import functools\nb = functools.partial(a)\ndef f():\n    yield 1\n    yield from b()",
        {"a"},
    ),
    "a method by its name in a generator": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "    def f(self):\n        yield 1\n        yield from getattr(self, 'go')()",
        {"a", "go"},
    ),
    "a method of something unknown in a generator": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "def f(x):\n    yield 1\n    yield from x.go()",
        {"a", "go"},
    ),
}
STAYS = {
    "a generator": ("", "plain"),
    "what gives values": ("def f():\n    yield 1\n    yield from asyncio.wait([])", "f"),
    "what is sent values": ("def f():\n    x = yield\n    yield from asyncio.wait([])", "f"),
    "a context manager": (
        "import contextlib\n@contextlib.contextmanager\ndef f():\n    yield",
        "f",
    ),
    "what nothing shows": ("def f(): yield", "f"),
    "what is iterated over": ("def f():\n    x = yield from unknown()\nlist(f())", "f"),
    "a coroutine that gives values": ("@asyncio.coroutine\ndef f(): yield 1", "f"),
    "a coroutine that is iterated over": (
        "@asyncio.coroutine\ndef f(): yield from a()\nfor x in f(): pass",
        "f",
    ),
    "one of two in a generator": (
        "def f(x):\n    yield 1\n    yield from (a if x else plain)()",
        "a",
    ),
    "one of two assignments in a generator": (
        "def f(x):\n    g = plain\n    if x: g = a\n    yield 1\n    yield from g()",
        "a",
    ),
    "one of a table in a generator": (
        "T = [a, plain]\ndef f(x):\n    yield 1\n    yield from T[x]()",
        "a",
    ),
    "one that is put into a table": (
        "T = {}\nT['a'] = a\ndef f(x):\n    yield 1\n    yield from T[x]()",
        "a",
    ),
    "one that a table is asked for": (
        "T = {'a': a}\ndef f(x):\n    yield 1\n    yield from T.get(x, plain)()",
        "a",
    ),
    "a default": ("def f(g=a):\n    yield 1\n    yield from g()", "a"),
    "an argument": ("def f(g):\n    yield 1\n    yield from g()\nf(a)", "a"),
    "a coroutine given": ("def f(x):\n    yield 1\n    yield from x\nf(a())", "a"),
    "what escapes beside what is unknown": (
        "keep(a)\ndef f():\n    yield 1\n    yield from kept()[0]()",
        "a",
    ),
    "a loop's function": (
        "def f():\n    for g in (a, plain):\n        yield from g()\n    yield 1",
        "a",
    ),
    "one that a plain function gives": (
        "def g(x): return a() if x else plain()\ndef f(x):\n    yield 1\n    yield from g(x)",
        "a",
    ),
    "an attribute that is only set at an object": (
        "class C: pass\nc = C()\nc.g = a\ndef f():\n    yield 1\n    yield from c.g()",
        "a",
    ),
    "an attribute that is set elsewhere": (
        "class C:\n    def __init__(self): self.g = plain\n"
        "    def f(self):\n        yield 1\n        yield from self.g()\nC().g = a",
        "a",
    ),
}


@pytest.mark.parametrize(("text", "names"), CONVERTED.values(), ids=CONVERTED)
def test_it_becomes_native_with(text: str, names: set[str]) -> None:
    assert analyse(A + text).becomes_async == names


@pytest.mark.parametrize(("text", "name"), STAYS.values(), ids=STAYS)
def test_it_stays_a_generator(text: str, name: str) -> None:
    assert name not in analyse(A + text).becomes_async


def test_a_module_that_is_not_about_asyncio_is_left_alone() -> None:
    assert analyse("def f():\n    x = yield from g()").becomes_async == set()


def test_what_is_called_by_name_and_may_be_iterated_over_is_no_coroutine() -> None:
    text = """\
class C:
    def items(self): yield
@asyncio.coroutine
def f(x): yield from x.items()
for each in thing.items(): pass
"""
    assert analyse(A + text).becomes_async == {"a", "f"}


def test_what_is_called_by_name_is_one_beside_a_coroutine() -> None:
    text = "class C:\n    def go(self): yield\n@asyncio.coroutine\ndef f(x): yield from x.go()"
    assert analyse(A + text).becomes_async == {"a", "f", "go"}


def test_a_blocked_coroutine_stays_alone_where_it_is_decorated() -> None:
    text = "@asyncio.coroutine\ndef f():\n    yield from a()\n    yield 1\n"
    analysed = analyse(A + text)
    assert analysed.becomes_async == {"a"}
    assert analysed.blocked == {"f": "it yields values, so something drives it by hand"}


@pytest.mark.parametrize("order", [1, -1])
def test_blockers_spread_through_what_asked_for_an_iterator(order: int) -> None:
    generators = [
        "def f(x):\n    yield 1\n    yield from (a if x else b)()\n",
        "def g(x):\n    yield 1\n    yield from (b if x else plain)()\n",
    ]
    b = "@asyncio.coroutine\ndef b(): yield from a()\n"
    analysed = analyse(A + b + "".join(generators[::order]))
    assert analysed.becomes_async == set()
    assert analysed.blocked == {
        "a": "`f`, a generator, delegates to it",
        "b": "`g`, a generator, delegates to it",
    }


def test_a_blocked_iterator_without_a_decorator_blocks_what_it_delegates_to() -> None:
    text = """\
class C:
    def __iter__(self): yield from (b if x else plain)()
    def __await__(self): yield from a()
@asyncio.coroutine
def b(): yield from asyncio.sleep(0)
"""
    analysed = analyse(A + text)
    assert "`__iter__`, a generator, delegates to it" in analysed.blocked["b"]


def test_the_first_blocker_that_is_found_is_kept() -> None:
    text = "def f():\n    yield 1\n    yield from a() or plain()\nfor x in a(): pass"
    assert analyse(A + text).blocked["a"] == (
        "its result is iterated over, which a native coroutine is not"
    )


def test_a_blocker_names_the_generator_that_stays() -> None:
    analysed = analyse(A + "def f(x):\n    yield 1\n    yield from (a if x else plain)()")
    blocker = analysed.analysis.blocked[analysed.function("a")]
    assert blocker.by is analysed.function("f")
    assert blocker.reason == "`f`, a generator, delegates to it"


def test_a_generator_without_values_does_not_block_what_escapes() -> None:
    text = "keep(a)\nkeep(f)\n@wrap\ndef f(x): yield from x[0]()"
    assert "a" in analyse(A + text).becomes_async


def test_what_a_coroutine_may_be_handed_stands_under_types_coroutine() -> None:
    text = "@asyncio.coroutine\ndef f(x): yield from (a if x else plain)()"
    analysed = analyse(A + text)
    assert analysed.becomes_async == {"a", "f"}
    assert analysed.analysis.awaited_generators == {analysed.function("plain")}


def test_rules_are_asked_for_blockers_with_a_finished_membership() -> None:
    asked = []
    analysed = analyse(A + "def f(): yield from a()")

    def finder(function, membership):  # type: ignore[no-untyped-def]
        asked.append({member.name for member in membership.members})
        return iter(())

    type(analysed.analysis)(analysed.project, [finder])
    assert asked == [{"a", "f"}, {"a", "f"}]


def test_facts_are_found_once_for_a_project() -> None:
    analysed = analyse(A)
    assert type(analysed.analysis)(analysed.project).facts is analysed.analysis.facts


def test_a_container_of_one_object_is_not_that_of_another() -> None:
    text = """\
hass.data['a'] = a()
def f(hass):
    for each in hass.data['b']: pass
"""
    assert analyse(A + text).becomes_async == {"a"}


def test_a_table_of_self_may_be_filled_elsewhere() -> None:
    text = """\
class C:
    def __init__(self): self.table = {}
    def f(self, x):
        yield 1
        yield from self.table[x]()
C().table['a'] = a
"""
    assert analyse(A + text).becomes_async == set()


SUSPENDING = "def wait():\n    yield\n"


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): yield from x()",
        "def f(x): yield from x.go()",
        "def f(): yield from a()\nkeep(wait)",
    ],
)
def test_a_generator_of_bare_yields_can_be_awaited_where_too_little_is_known(text: str) -> None:
    analysed = analyse(A + SUSPENDING + f"@asyncio.coroutine\n{text}")
    assert analysed.function("wait") in analysed.analysis.awaited_generators


@pytest.mark.parametrize(
    "text",
    [
        "def wait():\n    x = yield",
        "def wait():\n    yield 1",
        "@contextmanager\ndef wait():\n    yield",
        "def wait(): yield from plain()",
        "def wait(): yield from unknown()",
    ],
)
def test_what_gives_or_takes_values_stays_what_it_is(text: str) -> None:
    analysed = analyse(f"{A}{text}\n@asyncio.coroutine\ndef f(x): yield from x()")
    assert not analysed.analysis.awaited_generators


def test_a_generator_of_bare_yields_stays_where_all_is_known() -> None:
    analysed = analyse(A + SUSPENDING)
    assert not analysed.analysis.awaited_generators


@pytest.mark.parametrize("called", ["TABLE.pop()", "next(iter(TABLE))", "(lambda f: f())(a)"])
def test_a_generator_with_values_blocks_what_escapes_beside_it(called: str) -> None:
    text = f"TABLE = {{a}}\ndef f():\n    yield 1\n    yield from {called}()"
    assert "a" in analyse(A + text).blocked
