"""Which functions a call may reach, and which it must."""

import pytest
from analysing import analyse

GIVEN = """\
def one(): pass
def two(): pass
class C:
    def go(self): pass
class D(C):
    def go(self): pass
    def up(self):
        return super().go
class Other:
    def go(self): pass
"""
MUST = {
    "a name": ("asked = one", {"one"}),
    "one of two": ("asked = one if flag else two", {"one", "two"}),
    "a name imported by nobody": ("asked = three", set()),
    "a parameter": ("def asked(f): return f", set()),
    "a name that is also a loop's": ("f = one\nfor f in x(): pass\nasked = f", set()),
    "a decorated function": ("@wrap\ndef f(): pass\nasked = f", set()),
    "a coroutine's decorator": (
        "import asyncio\n@asyncio.coroutine\ndef f(): pass\nasked = f",
        {"f"},
    ),
    "a class": ("asked = C", set()),
    "a class or a function": ("asked = C if flag else one", set()),
    "a method of an instance": ("asked = C().go", {"go"}),
    "a method by its name alone": ("asked = thing.go", set()),
    "a method that is assigned": ("C().go = one\nasked = C().go", set()),
    "a method only a subclass has": (
        "class E: pass\nclass F(E):\n    def own(self): pass\nasked = E().own",
        set(),
    ),
    "a method of what is above": ("asked = D().up()", {"go"}),
    "a method above that a library has": (
        "import lib\nclass E(lib.Base):\n    def go(self): pass\n    def asked(self):\n"
        "        return super().go",
        set(),
    ),
    "a class that sets any attribute": (
        "class E:\n    def __init__(self, **k):\n        for n in k: setattr(self, n, k[n])\n"
        "    def go(self): pass\nasked = E().go",
        set(),
    ),
}


@pytest.mark.parametrize(("text", "names"), MUST.values(), ids=MUST)
def test_a_call_must_reach(text: str, names: set[str]) -> None:
    assert analyse(GIVEN + text).must_call() == names


def test_a_method_of_a_class_may_be_that_of_a_subclass() -> None:
    found = analyse(GIVEN + "asked = C().go").may_call()
    assert [function.owner.name for function in found.bound if function.owner] == ["C", "D"]
    assert found.exact


def test_a_method_of_something_unknown_is_found_by_its_name() -> None:
    found = analyse(GIVEN + "asked = thing.go").may_call()
    assert len(found.by_name) == 3
    assert not found.bound and not found.exact and not found.open


def test_methods_of_one_name_are_one_tuple_for_all_who_ask() -> None:
    analysed = analyse(GIVEN + "asked = thing.go")
    assert analysed.may_call().by_name is analysed.may_call().by_name


def test_a_class_that_is_known_beside_one_that_is_not_leaves_the_name_to_decide() -> None:
    found = analyse(GIVEN + "c = C()\nif flag: c = unknown()\nasked = c.go").may_call()
    assert len(found.bound) == 2 and len(found.by_name) == 1
    assert len(found.functions) == 3 and not found.exact


def test_a_method_of_a_library_is_none_of_ours() -> None:
    found = analyse(GIVEN + "import lib\nasked = lib.go").may_call()
    assert not found.functions and not found.exact


OPEN = {
    "an element of what is unknown": "asked = table()[0]",
    "a loop's": "for asked_ in table(): pass\nasked = asked_",
    "a computed name": "asked = getattr(thing(), name())",
    "a parameter of a function that escapes": "def asked(f): return f\nkeep(asked)",
    "a parameter that a star gives": "def asked(f): return f\nasked(*many())",
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_a_function_that_escapes_may_be_reached_through(text: str) -> None:
    assert analyse(GIVEN + text).may_call().open


@pytest.mark.parametrize("text", ["asked = thing.go", "def asked(f): return f", "asked = absent"])
def test_no_function_that_escapes_is_reached_through(text: str) -> None:
    assert not analyse(GIVEN + text).may_call().open


ESCAPING = {
    "assigned": "x = one",
    "in a container": "x = [one]",
    "an argument": "keep(one)",
    "a keyword": "keep(f=one)",
    "returned": "def f(): return one",
    "in partial": "functools.partial(one)",
    "by getattr": "getattr(module, 'one')",
    "decorated": "@register\ndef one(): pass",
    "an attribute": "keep(module.one)",
    "by another name": "from module import one as first\nkeep(first)",
    "compared": "x == one",
}
KEPT = {
    "called": "one()",
    "called as an attribute": "module.one()",
    "as a decorator": "@one\ndef f(): pass",
    "asked an attribute": "one.__doc__",
    "above a coroutine": "@asyncio.coroutine\ndef one(): pass",
    "as a key": "x['one']",
}


@pytest.mark.parametrize("text", ESCAPING.values(), ids=ESCAPING)
def test_a_function_escapes_that_is(text: str) -> None:
    analysed = analyse(text if "def one" in text else f"def one(): pass\n{text}")
    assert analysed.escapes("one")


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_a_function_does_not_escape_that_is(text: str) -> None:
    analysed = analyse(text if "def one" in text else f"def one(): pass\n{text}")
    assert not analysed.escapes("one")
