"""What shows that a generator is a coroutine, what follows from that, and what speaks against it.

Each case asks about the function `f`, or the method of that name.
"""

import pytest
from analysing import analyse

from off_coroutine.migration.coroutines import seeds
from off_coroutine.migration.coroutines.absence import absence

A = """\
import asyncio
@asyncio.coroutine
def a():
    yield from asyncio.sleep(0)
def plain():
    yield 1
"""
SHOWN = {
    "is given to `ensure_future`": {
        "a list": "def f(): yield\nasyncio.gather(*[f()])",
        "a local list": "def f(): yield\nx = [f()]\nasyncio.ensure_future(x)",
        "a list in a list": "def f(): yield\nasyncio.wait([[f()]])",
        "a keyword": "def f(): yield\nasyncio.ensure_future(coro=f())",
        "a name": "def f(): yield\nx = f()\nasyncio.ensure_future(x)",
        "a method of a loop": "def f(): yield\nloop.run_until_complete(f())",
        "a method by its name": "class C:\n    def f(self): yield\nasyncio.ensure_future(c.f())",
        "one of two": "def f(): yield\nasyncio.ensure_future(f() if x else a())",
    },
    "is given to `asyncio.coroutine`": {
        "a form of call": "def f(): yield\ng = asyncio.coroutine(f)",
        "a name for it": "def f(): yield\nh = f\ng = asyncio.coroutine(h)",
    },
    "is run as a coroutine by `": {
        "a decorator called": (
            "def run(x):\n    def of(g): return asyncio.ensure_future(made(g))\n    return of\n"
            "@run(1)\ndef f(): yield"
        ),
        "one of two decorators": (
            "def run(g): return asyncio.ensure_future(made(g))\n@other\n@run\ndef f(): yield"
        ),
        "one of two definitions": (
            "if x:\n    def run(g): return g\nelse:\n"
            "    def run(g): return asyncio.ensure_future(made(g))\n@run\ndef f(): yield"
        ),
        "the end of a name": "@asyncio_test.run_until_complete\ndef f(): yield",
    },
    "makes an object that can be awaited": {
        "an iterator beside an await": (
            "class C:\n    def f(self): yield\n    def __await__(self): yield from self.x\n"
            "    def __iter__(self): yield from self.x"
        ),
    },
    "is a test of a class": {
        "a test": (
            "import asynctest\nclass C(asynctest.TestCase):\n    def test_f(self): yield from x()"
        ),
    },
    "overrides a coroutine": {
        "a method below": (
            "class C:\n    @asyncio.coroutine\n    def f(self): yield\n"
            "class D(C):\n    def f(self): yield"
        ),
    },
    "uses the results of what it delegates to": {
        "something unknown": "def f():\n    x = yield from unknown()",
        "a coroutine or a plain function by its name": (
            "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
            "class D:\n    def go(self): return 1\n"
            "def f(x):\n    y = yield from x.go()\n    z = yield from x.other()"
        ),
    },
    "is a generator only by a `yield` out of reach": {
        "a return": "def f():\n    return 1\n    yield",
        "an exception": "def f():\n    raise Error\n    yield",
    },
}


def reason(text: str, name: str = "f") -> str:
    """Return why the last function of a name is a coroutine; empty if it is none."""
    analysed = analyse(A + text)
    functions = analysed.project.functions_named[name]
    function = max(functions, key=lambda each: each.node.lineno)
    found = analysed.analysis.reasons.get(function)
    return found.what if found else ""


@pytest.mark.parametrize(
    "text",
    SHOWN["is given to `ensure_future`"].values(),
    ids=SHOWN["is given to `ensure_future`"],
)
def test_what_runs_coroutines_is_given_it_as(text: str) -> None:
    assert reason(text).startswith("is given to `")


@pytest.mark.parametrize(
    ("start", "text"),
    [
        pytest.param(start, text, id=f"{start}: {name}")
        for start, texts in SHOWN.items()
        for name, text in texts.items()
        if start not in ("is given to `ensure_future`", "makes an object that can be awaited")
        and not start.startswith("is a test")
    ],
)
def test_it_is_shown_to_be_a_coroutine(start: str, text: str) -> None:
    assert reason(text).startswith(start)


def test_a_test_of_a_class_whose_tests_are_run_is_a_coroutine() -> None:
    text = "import asynctest\nclass C(asynctest.TestCase):\n    def {}(self): yield"
    assert reason(text.format("test_it"), "test_it").startswith("is a test of a class")
    assert reason(text.format("it"), "it") == ""
    assert reason("class C:\n    def test_it(self): yield", "test_it") == ""


AWAITABLES = {
    "an iterator that waits": ("__await__", "def __await__(self): yield from self.x", True),
    "an iterator that returns": (
        "__await__",
        "def __await__(self): return (yield from self.x)",
        True,
    ),
    "one of two that wait": (
        "__iter__",
        "def __iter__(self): yield from self.x\n    def __await__(self): yield from self.y",
        True,
    ),
    "the other of two that wait": (
        "__await__",
        "def __iter__(self): yield from self.x\n    def __await__(self): yield from self.y",
        False,
    ),
    "one that asks for an iterator": (
        "__await__",
        "def __await__(self): yield from self.x.__await__()",
        False,
    ),
    "one that asks for an iterator and more": (
        "__await__",
        "def __await__(self):\n        yield from self.x.__await__()\n        yield from self.y()",
        True,
    ),
    "one that waits for an attribute": (
        "__await__",
        "def __await__(self): yield from self.__await__",
        True,
    ),
    "an iterator alone": ("__iter__", "def __iter__(self): yield from self.x", False),
    "an iterator beside what only returns": (
        "__iter__",
        "def __iter__(self): yield from self.x\n    def __await__(self): return iter(())",
        False,
    ),
}


@pytest.mark.parametrize(("name", "text", "member"), AWAITABLES.values(), ids=AWAITABLES)
def test_an_object_that_waits_is_made_by_one_method_of_two(
    name: str, text: str, member: bool
) -> None:
    found = reason(f"class C:\n    {text}", name)
    assert (found == "makes an object that can be awaited") is member


def test_an_iterator_outside_of_a_class_makes_no_object() -> None:
    text = "def __iter__(): yield from x\ndef __await__(): yield from x.__await__()"
    assert reason(text, "__iter__") == ""


NOT_SHOWN = {
    "a test's decorator with another end": "@not_run_until_complete\ndef f(): yield",
    "a decorator that runs nothing": "def run(g): return g\n@run\ndef f(): yield",
    "a name that means two": (
        "def f(): yield\nh = f\nif x: h = a\ng = asyncio.coroutine(h)\ndef other(): yield"
    ),
    "a call that coroutine is given": "def f(): yield\ng = asyncio.coroutine(f())",
    "a method by its name that may be iterated over": (
        "class C:\n    def f(self): yield\nasyncio.ensure_future(c.f())\nfor x in d.f(): pass"
    ),
    "what is given to something else": "def f(): yield\nother(f())",
    "a library's": "import lib\ndef f(): yield from lib.wait()",
    "what nothing waits for": "def f(): yield from unknown()",
    "a yield that can be reached": "def f():\n    return 1\n    yield\n    yield",
    "a yield behind a bare return": "def f():\n    return\n    yield",
    "a yield behind None": "def f():\n    return None\n    yield",
    "a yield behind a call": "def f():\n    g()\n    yield",
    "a yield that is first": "def f(): yield",
    "a value behind a return": "def f():\n    return 1\n    yield 2",
    "something that delegates behind a return": (
        "def f():\n    return 1\n    yield\n    yield from unknown()"
    ),
    "results of a generator": "def f():\n    x = yield from plain()",
    "results of a generator and of something unknown": (
        "def f():\n    x = yield from unknown()\n    y = yield from plain()"
    ),
    "results of a plain function": "def g(): return 1\ndef f():\n    x = yield from g()",
    "results of a generator by its name": (
        "class C:\n    def go(self): yield 1\ndef f(x):\n    y = yield from x.go()"
    ),
    "results of a coroutine or a generator by its name": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "class D:\n    def go(self): yield 1\ndef f(x):\n    y = yield from x.go()"
    ),
    "results of plain functions by their name": (
        "class C:\n    def go(self): return 1\ndef f(x):\n    y = yield from x.go()"
    ),
    "results, of what is iterated over": (
        "def f():\n    x = yield from unknown()\nfor each in f(): pass"
    ),
    "results, of what may be iterated over": (
        "class C:\n    def f(self):\n        x = yield from unknown()\nfor each in c.f(): pass"
    ),
    "one that delegates to one of two": "def f(x): yield from (a if x else plain)()",
    "an override of a generator": (
        "class C:\n    def f(self): yield 1\nclass D(C):\n    def f(self): yield"
    ),
    "a method of the same name": (
        "class C:\n    @asyncio.coroutine\n    def f(self): yield\nclass D:\n    def f(self): yield"
    ),
    "a generator that is decorated with types.coroutine": (
        "import types\n@types.coroutine\ndef f(): yield\nasyncio.ensure_future(f())"
    ),
    "an asynchronous generator": "async def f(): yield\nasyncio.ensure_future(f())",
}


@pytest.mark.parametrize("text", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_it_is_not_shown_to_be_a_coroutine(text: str) -> None:
    assert reason(text) == ""


FOLLOWING = {
    "what a coroutine's parameter is": (
        "def g(h): yield from h()\ndef f(): yield\ng(f)\nasyncio.ensure_future(g(f))",
        True,
    ),
    "the second argument": (
        "@asyncio.coroutine\ndef g(x, h): yield from h()\ndef f(): yield\ng(1, f)",
        True,
    ),
    "another argument": (
        "@asyncio.coroutine\ndef g(h, x): yield from h()\ndef f(): yield\ng(a, f)",
        False,
    ),
    "too few arguments": (
        "@asyncio.coroutine\ndef g(x, h=a): yield from h()\ndef f(): yield\ng(f)",
        False,
    ),
    "a class given": (
        "class C:\n    def f(self): yield\n@asyncio.coroutine\ndef g(h): yield from h()\ng(C)",
        False,
    ),
    "an argument of a method by its name": (
        "class C:\n    @asyncio.coroutine\n    def go(h, x): yield from h()\n"
        "def f(): yield\nthing.go(f, 1)",
        True,
    ),
    "an argument of a function of another's name": (
        "@asyncio.coroutine\ndef go(h): yield from h()\ndef f(): yield\nthing.go(f)",
        False,
    ),
    "an argument of a function whose name methods have, too": (
        "class C:\n    def go(self, x): pass\n"
        "@asyncio.coroutine\ndef go(h): yield from h()\ndef f(): yield\nthing.go(f)",
        False,
    ),
    "an argument of a library's function of a method's name": (
        "import lib\nclass C:\n    @asyncio.coroutine\n    def go(h, x): yield from h()\n"
        "def f(): yield\nlib.go(f, 1)",
        False,
    ),
    "a method that it delegates to by its name": (
        "class C:\n    def f(self): yield\n@asyncio.coroutine\ndef g(x): yield from x.f()",
        True,
    ),
    "what delegates to what delegates to one": (
        "def f(): yield from g()\ndef g(): yield from h()\ndef h(): yield from a()",
        True,
    ),
    "what delegates to a plain function": (
        "def f(): yield from g()\ndef g(): return a()",
        True,
    ),
    "what delegates to an object that can be awaited": (
        "class C:\n    def __await__(self): return iter(())\ndef g(): return C()\n"
        "def f(): yield from g()",
        True,
    ),
    "what delegates to a generator and to one": (
        "def f():\n    yield from plain()\n    yield from a()",
        True,
    ),
    "a method's own name": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "def f(x): yield from x.go()",
        True,
    ),
    "what a coroutine found by its name delegates to": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "def g(x):\n    yield from x.go()\n    yield from f()\ndef f(): yield",
        True,
    ),
    "what delegates to a coroutine found by its results": (
        "def g():\n    x = yield from unknown()\ndef f(): yield from g()",
        True,
    ),
    "a method of one of two classes": (
        "class C:\n    @asyncio.coroutine\n    def go(self): yield from a()\n"
        "class D:\n    def go(self): yield 1\ndef f(x): yield from x.go()",
        False,
    ),
}


@pytest.mark.parametrize(("text", "member"), FOLLOWING.values(), ids=FOLLOWING)
def test_coroutines_follow_from_coroutines(text: str, member: bool) -> None:
    assert bool(reason(text)) is member


MODULES = {
    "beside a module that imports asyncio": ("import module", True),
    "elsewhere": ("import lib", False),
}


@pytest.mark.parametrize(("imports", "member"), MODULES.values(), ids=MODULES)
@pytest.mark.parametrize("body", ["x = yield from unknown()", "return 1\n    yield"])
def test_a_generator_of_anything_is_one_in_modules_about_asyncio(
    imports: str, member: bool, body: str
) -> None:
    analysed = analyse({"module.py": A, "other.py": f"{imports}\ndef f():\n    {body}\n"})
    assert (analysed.function("f") in analysed.analysis.members) is member


def test_a_module_comes_to_be_about_asyncio_by_a_coroutine_that_is_found_in_it() -> None:
    modules = {
        "module.py": A + "@asyncio.coroutine\ndef g(h): yield from h.go()",
        "other.py": "class C:\n    def go(self): yield\n",
        "third.py": "import other\ndef f():\n    x = yield from unknown()\n",
        "native.py": "async def n(): pass",
        "beside.py": "import native\ndef h():\n    x = yield from unknown()\n",
    }
    analysed = analyse(modules)
    assert {f.name for f in analysed.analysis.members} == {"a", "g", "go", "f", "n"}


ITERATED = {
    "a loop": "for x in f(): pass",
    "a comprehension": "[x for x in f()]",
    "a comprehension in a comprehension": "[y for x in z for y in f()]",
    "a builtin": "list(f())",
    "a second argument": "zip(x, f())",
    "a star": "g(*f())",
    "a list's star": "x = [*f()]",
    "a local name": "x = f()\nnext(x)",
    "an iterator": "def g(): return iter(f())",
}
NOT_ITERATED = {
    "an asynchronous comprehension": "async def g(): return [x async for x in f()]",
    "an asynchronous loop": "async def g():\n    async for x in f(): pass",
    "a method named as a builtin": "x.list(f())",
    "another function": "g(f())",
    "an iterator that can be awaited": "class C:\n    def __await__(self): return iter(f())",
}


@pytest.mark.parametrize(
    "builtin",
    [
        *("all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max"),
        *("min", "next", "set", "sorted", "sum", "tuple", "zip"),
    ],
)
def test_a_builtin_that_iterates_drives_by_hand(builtin: str) -> None:
    analysed = analyse(f"{A}def f(): yield\n{builtin}(x, f())")
    assert analysed.function("f") in analysed.analysis.iterated


@pytest.mark.parametrize(
    "decorator",
    [
        *("contextlib.contextmanager", "pytest.fixture", "pytest.yield_fixture()"),
        *("types.coroutine", "_coroutine", "inlineCallbacks", "defer.inlineCallbacks"),
        *("tornado.gen.coroutine", "gen.coroutine"),
    ],
)
def test_what_such_a_decorator_is_given_has_to_stay_a_generator(decorator: str) -> None:
    text = f"import contextlib, pytest, types\n@{decorator}\ndef f(): yield\nasyncio.gather(f())"
    assert reason(text) == ""


@pytest.mark.parametrize(
    "decorator",
    [
        *("pytest.mark.asyncio", "pytest.mark.run_loop", "run_until_complete"),
        *("unittest_run_loop", "helpers.asynctest", "async_test()"),
    ],
)
def test_what_a_test_s_decorator_is_given_is_run_as_a_coroutine(decorator: str) -> None:
    found = reason(f"import pytest\n@{decorator}\ndef f(): yield")
    assert found == f"is run as a coroutine by `{decorator.removesuffix('()')}`"


@pytest.mark.parametrize("text", ITERATED.values(), ids=ITERATED)
def test_what_is_iterated_over_is_driven_by_hand(text: str) -> None:
    analysed = analyse(f"{A}def f(): yield\n{text}")
    assert analysed.function("f") in analysed.analysis.iterated


@pytest.mark.parametrize("text", NOT_ITERATED.values(), ids=NOT_ITERATED)
def test_what_is_not_iterated_over_is_not_driven_by_hand(text: str) -> None:
    analysed = analyse(f"{A}def f(): yield\n{text}")
    assert analysed.function("f") not in analysed.analysis.iterated


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("asyncio.iscoroutinefunction(a)", True),
        ("from asyncio import iscoroutinefunction\nx = iscoroutinefunction", True),
        ("import inspect\ninspect.iscoroutinefunction(a)", False),
        ("asyncio.iscoroutine(a)", False),
    ],
)
def test_asyncio_is_asked_for_coroutine_functions(text: str, asks: bool) -> None:
    analysed = analyse(A + text)
    assert analysed.analysis.are_asked_for is asks
    assert seeds.asks_for_coroutine_functions(analysed.project) is asks


ABSENT = {
    "something unknown and a generator": (
        "def f(x):\n    yield from plain()\n    yield from x",
        ["delegates to `plain`, which is no coroutine", "delegates to something that is not known"],
    ),
    "the name of a method that is iterated over": (
        "class C:\n    def f(self): yield\nfor x in c.f(): pass",
        ["has the name of a method whose result is iterated over"],
    ),
    "a coroutine or a generator": (
        "def f(x): yield from (a if x else plain)()",
        ["delegates to `plain`, which is no coroutine"],
    ),
    "values and an iteration": (
        "def f():\n    yield 1\nlist(f())",
        ["yields a value", "is iterated over"],
    ),
}


@pytest.mark.parametrize(("text", "reasons"), ABSENT.values(), ids=ABSENT)
def test_a_function_is_no_coroutine_for_all_that_speaks_against_it(
    text: str, reasons: list[str]
) -> None:
    analysed = analyse(A + text)
    found = absence(analysed.function("f"), analysed.analysis)
    assert sorted(each.what for each in found) == sorted(reasons)


@pytest.mark.parametrize(
    ("path", "about"), [("beside.py", True), ("native.py", False), ("far.py", False)]
)
def test_a_function_is_told_whether_its_module_is_about_asyncio(path: str, about: bool) -> None:
    modules = {
        "module.py": A + "import other\n@asyncio.coroutine\ndef g(h): yield from h.go()",
        "other.py": "class C:\n    def go(self): yield\n",
        "native.py": "async def n(): pass",
        "far.py": "import native",
        "beside.py": "import other",
    }
    modules[path] += "\ndef f(): yield"
    analysed = analyse(modules)
    (found,) = absence(analysed.function("f"), analysed.analysis)
    assert (found.what == "is shown to be a coroutine by nothing") is about
