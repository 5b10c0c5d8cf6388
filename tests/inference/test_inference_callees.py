"""What is called for a value, what a function delegates to, and what is above a class."""

import ast

import pytest
from analysing import Analysed, analyse

from off_coroutine.migration.inference import callees
from off_coroutine.migration.inference.calls import ancestors, may_return_none
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.makers import Makers

GIVEN = """\
def one(): yield
def two(): yield
def plain(): return one()
class C:
    def go(self): yield
class D:
    def go(self): yield
"""
CALLED = {
    "a call": ("asked = one()", "one"),
    "a conditional expression": ("asked = one() if x else two()", "one two"),
    "an operator": ("asked = one() or two() or y", "one two"),
    "a walrus": ("asked = (y := one())", "one"),
    "a local name": ("y = one()\nasked = y", "one"),
    "a local name in an expression": ("y = one() if x else 1\nasked = y or two()", "one two"),
    "a name of two": ("y = one()\ny = two()\nasked = y", "one two"),
    "a loop's name": ("for y in one(): pass\nasked = y", ""),
    "an attribute": ("asked = one().x", ""),
}
THE_CALL = {
    "a call": ("asked = one()", "one()"),
    "a local name": ("y = one()\nasked = y", "one()"),
    "a name of two": ("y = one()\ny = two()\nasked = y", None),
    "a loop's name": ("for y in one(): pass\nasked = y", None),
    "a name that is no call": ("y = one\nasked = y", None),
    "a name of another scope": ("y = one()\ndef asked(): return y", None),
    "a constant": ("asked = 1", None),
}
ELEMENTS = {
    "a list": ("asked = [one, two]", "one two"),
    "a set": ("asked = {one}", "one"),
    "a pair": ("asked = one, two", "one two"),
    "what is made": ("asked = [one for x in y]", "one"),
    "a set that is made": ("asked = {one for x in y}", "one"),
    "a generator expression": ("asked = (one for x in y)", "one"),
    "a sum": ("asked = [one] + [two]", "one two"),
    "a list of a pair": ("asked = list((one, two))", "one two"),
    "a set of a list": ("asked = set([one])", "one"),
    "a pair of a list": ("asked = tuple([one])", "one"),
    "another call": ("asked = other([one])", ""),
    "a method named as one": ("asked = x.list([one])", ""),
    "a list of two things": ("asked = list([one], [two])", ""),
    "a name": ("y = [one]\nasked = y", "one"),
    "a name that is added to": ("y = [one]\ny.append(two)\nasked = y", "one two"),
    "a name that another scope adds to": ("y = [one]\ndef f(): y.append(two)\nasked = y", "one"),
    "a loop's name": ("for y in [one]: pass\nasked = y", ""),
    "a table": ("asked = {one: two}", ""),
}
MOCKS = {
    "unittest's": ("from unittest import mock\nasked = mock.patch", "patch"),
    "the library's": ("import mock\nasked = mock.patch.object", "patch.object"),
    "unittest's by its name": ("from unittest.mock import patch\nasked = patch", "patch"),
    "another": ("import mocks\nasked = mocks.patch", ""),
    "unittest's own": ("import unittest\nasked = unittest.main", ""),
    "something unknown": ("asked = mock.patch", ""),
}
LEAVES = {
    "a return": "return 1",
    "an exception": "raise E",
    "both branches": "if x: return 1\n    else: raise E",
    "a with": "with x: return 1",
    "an endless loop": "while True: pass",
    "a try": "try: return 1\n    except E: return 2",
    "a try's else": "try: f()\n    except E: return 2\n    else: return 1",
    "a finally": "try: f()\n    finally: return 1",
    "one after the other": "f()\n    return 1",
}
ENDS = {
    "nothing": "pass",
    "one branch": "if x: return 1",
    "the other branch": "if x: pass\n    else: return 1",
    "the first branch": "if x: return 1\n    else: pass",
    "a with": "with x: pass",
    "a loop": "while x: return 1",
    "an endless loop that is none": "while 0: return 1",
    "a bare return": "if x: return\n    return 1",
    "a handler": "try: return 1\n    except E: pass",
    "one of two handlers": "try: return 1\n    except E: return 1\n    except F: pass",
    "a body": "try: f()\n    except E: return 1",
    "a try's else": "try: f()\n    except E: return 1\n    else: g()",
    "a for": "for x in y: return 1",
}
DELEGATED = {
    "one": ("one()", "one", "one", True),
    "one of two": ("(one() if x else two())", "one two", "one two", True),
    "what a function gives": ("plain()", "plain", "one", True),
    "one or something unknown": ("(one() if x else unknown())", "one", "one", False),
    "a method by its name": ("x.go()", "go go", "go go", False),
    "two methods by their name": ("(x.go() if x else y.go())", "go go", "go go", False),
    "a method that is known, or one by its name": (
        "(C().go() if x else y.go())",
        "go go",
        "go go",
        False,
    ),
    "something else": ("[]", "", "", False),
    "something unknown": ("unknown()", "", "", False),
}


@pytest.mark.parametrize(("text", "names"), CALLED.values(), ids=CALLED)
def test_what_was_called_for_a_value_is_found(text: str, names: str) -> None:
    found = callees.called_by(*analyse(GIVEN + text).asked())
    assert sorted(map(ast.unparse, found)) == names.split()


@pytest.mark.parametrize(("text", "call"), THE_CALL.values(), ids=THE_CALL)
def test_the_one_call_that_gives_a_value_is_found(text: str, call: str | None) -> None:
    found = callees.the_call(*analyse(GIVEN + text).asked())
    assert (found and ast.unparse(found)) == call


@pytest.mark.parametrize(("text", "names"), ELEMENTS.values(), ids=ELEMENTS)
def test_elements_of_a_collection_are_found(text: str, names: str) -> None:
    analysed = analyse(GIVEN + text)
    found = callees.elements(*analysed.asked(), analysed.project)
    assert sorted(map(ast.unparse, found)) == names.split()


@pytest.mark.parametrize(("text", "name"), MOCKS.values(), ids=MOCKS)
def test_a_name_of_the_library_mock_is_known(text: str, name: str) -> None:
    analysed = analyse(text)
    assert callees.of_mock(*analysed.asked(), analysed.project) == name


@pytest.mark.parametrize("body", LEAVES.values(), ids=LEAVES)
def test_a_function_never_reaches_its_end_behind(body: str) -> None:
    assert not may_return_none(analyse(f"def f(x):\n    {body}").function("f"))


@pytest.mark.parametrize("body", ENDS.values(), ids=ENDS)
def test_a_function_may_return_none_behind(body: str) -> None:
    assert may_return_none(analyse(f"def f(x):\n    {body}").function("f"))


def test_a_lambda_gives_what_it_says() -> None:
    (function,) = analyse("f = lambda: 1").project.modules[0].functions
    assert not may_return_none(function)


@pytest.mark.parametrize(("value", "called", "reached", "exact"), DELEGATED.values(), ids=DELEGATED)
def test_a_delegation_has_what_is_called_and_what_is_reached(
    value: str, called: str, reached: str, exact: bool
) -> None:
    analysed = analyse(f"{GIVEN}def f(x, y): yield from {value}")
    (found,) = callees.delegated(analysed.function("f"), analysed.project)
    assert [f.name for f in found.called.functions] == called.split()
    assert [f.name for f in found.reached.functions] == reached.split()
    assert found.reached.exact is exact
    assert len(set(found.called.functions)) == len(found.called.functions)


OPEN = {
    "an item": ("x = table()[0]\n    yield from x()", True),
    "what an item gives, kept": ("x = table()[0]()\n    yield from x", True),
    "what one of two items gives": ("yield from (table()[0]() if y else one())", True),
    "a parameter": ("yield from y()", False),
    "what is known": ("yield from one()", False),
}


@pytest.mark.parametrize(("body", "is_open"), OPEN.values(), ids=OPEN)
def test_a_delegation_may_reach_what_escapes(body: str, is_open: bool) -> None:
    analysed = analyse(f"{GIVEN}def f(y):\n    {body}")
    (found,) = callees.delegated(analysed.function("f"), analysed.project)
    assert found.reached.open is is_open


def test_an_exact_delegation_reaches_all_that_is_called() -> None:
    analysed = analyse(f"{GIVEN}def f(x): yield from (one() if x else two())")
    (found,) = callees.delegated(analysed.function("f"), analysed.project)
    assert found.called.exact and found.reached.exact
    analysed = analyse(f"{GIVEN}def f(x): yield from (one() if x else x())")
    (found,) = callees.delegated(analysed.function("f"), analysed.project)
    assert not found.called.exact


ABOVE = {
    "nothing": ("class E: pass", "E", []),
    "object": ("class E(object): pass", "E", []),
    "an object of our own": ("from lib import object\nclass E(object): pass", "E", ["lib.object"]),
    "a class": ("class E(C): pass", "E C", []),
    "a library's class": ("import lib\nclass E(lib.B): pass", "E", ["lib.B"]),
    "a class of a library's class": (
        "import lib\nclass F(lib.B): pass\nclass E(F): pass",
        "E F",
        ["lib.B"],
    ),
    "one class twice": (
        "class F(C): pass\nclass G(C): pass\nclass E(F, G): pass",
        "E F G C",
        [],
    ),
    "something unknown": ("class E(make()): pass", "E", [""]),
}


@pytest.mark.parametrize(("text", "known", "names"), ABOVE.values(), ids=ABOVE)
def test_what_is_above_a_class_is_known(text: str, known: str, names: list[str]) -> None:
    analysed = analyse(GIVEN + text)
    (owner,) = analysed.project.classes_by_name["E"]
    found, others = ancestors(owner, analysed.project)
    assert [getattr(scope.node, "name", "") for scope in found] == known.split()
    assert others == names


@pytest.mark.parametrize(
    "decorator",
    [
        *("coroutine", "asyncio.coroutine", "staticmethod", "classmethod", "property"),
        *("abc.abstractmethod", "functools.wraps(f)", "override", "cached_property", "x.setter"),
        *("x.getter", "x.deleter", "contextlib.contextmanager", "asynccontextmanager"),
    ],
)
def test_a_decorator_that_hands_a_function_on_to_nobody_keeps_it(decorator: str) -> None:
    assert not analyse(f"@{decorator}\ndef one(): pass").escapes("one")


NOT_READ = {
    "what is assigned": "one = 1",
    "what is assigned to an attribute": "x.one = 1",
    "an item of it": "one[0]",
    "an exception that is caught": "try: pass\nexcept one: pass",
    "a class's decorator": "@one\nclass E: pass",
    "a native function's decorator": "@one\nasync def g(): pass",
    "getattr of one argument": "getattr('one')",
    "getattr of another name": "getattr(x, one_())",
}
READ = {
    "a base": "class E(one): pass",
    "a default": "def g(x=one): pass",
    "a decorator's argument": "@wrap(one)\ndef g(): pass",
    "getattr with a default": "getattr(x, 'one', None)",
}


@pytest.mark.parametrize("text", NOT_READ.values(), ids=NOT_READ)
def test_a_function_does_not_escape_by(text: str) -> None:
    assert not analyse(f"def one(): pass\n{text}").escapes("one")


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_function_escapes_by(text: str) -> None:
    assert analyse(f"def one(): pass\n{text}").escapes("one")


def makers(analysed: Analysed, value: str) -> set[str]:
    known = Makers(analysed.project, {"Lock"}, lambda name: name == "coroutine")
    return known.of(ast.parse(value, mode="eval").body)


@pytest.mark.parametrize(
    ("text", "value", "names"),
    [
        ("lock = Lock()", "x.lock", {"Lock"}),
        ("lock = other = Lock()", "other", {"Lock"}),
        ("self.lock = Lock()", "lock", {"Lock"}),
        ("lock = C()", "lock", {"C"}),
        ("lock = other()", "lock", set()),
        ("lock = other", "lock", set()),
        ("def lock(): return Lock()", "lock()", {"Lock"}),
        ("lock = Lock()", "await lock", set()),
        ("lock = Lock(C())", "await lock", set()),
        ("lock = Lock(C(other))", "await lock", set()),
        ("def coroutine(): return Lock()", "await coroutine()", {"Lock"}),
        ("def coroutine(): return Lock()", "(yield from coroutine())", {"Lock"}),
        ("def f(): return Lock()", "await f()", set()),
        ("kept = C(f())\ndef coroutine(): return Lock()\nx = C(coroutine())", "await x", {"Lock"}),
        ("lock = Lock()\nlock = C()", "lock", {"Lock", "C"}),
        ("lock = lock", "lock", set()),
    ],
)
def test_classes_that_may_have_made_a_value_are_found_by_names(
    text: str, value: str, names: set[str]
) -> None:
    assert makers(analyse(GIVEN + text), value) == names


def test_an_attribute_of_the_instances_of_a_class_is_worked_out() -> None:
    analysed = analyse("class C: kept = 1")
    (owner,) = analysed.project.classes_by_name["C"]
    found = flow_of(analysed.project).member(owner, "kept")
    assert found.complete and len(found.values) == 1


def test_a_method_that_is_replaced_in_a_class_that_is_known_is_none_of_another_class() -> None:
    found = analyse(f"{GIVEN}C.go = unknown()\nasked = C().go").may_call()
    assert [f.owner.name for f in found.functions if f.owner] == ["C"]
    assert not found.exact


@pytest.mark.parametrize(
    ("given", "is_open"),
    [("**many()", True), ("*many()", True), ("x=1", False), ("x=1, **many()", True)],
)
def test_what_a_star_gives_may_be_what_escapes(given: str, is_open: bool) -> None:
    text = f"def asked(f=one, x=2): return f\nasked({given})"
    assert analyse(GIVEN + text).may_call().open is is_open


def test_a_function_is_no_method_by_its_name() -> None:
    found = analyse(f"{GIVEN}def go(): yield\nasked = thing.go").may_call()
    assert all(function.owner for function in found.by_name) and len(found.by_name) == 2


def test_a_name_that_may_be_imported_is_no_method_by_its_name() -> None:
    text = "import lib as c\nif y: c = unknown()\nasked = c.go"
    found = analyse(GIVEN + text).may_call()
    assert not found.functions and not found.exact


def test_a_name_that_is_imported_is_no_method_by_its_name() -> None:
    found = analyse(f"{GIVEN}from lib import thing\nasked = thing.go").may_call()
    assert not found.by_name
