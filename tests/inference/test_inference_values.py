"""Which values reach an expression, and whether those are all."""

import pytest
from analysing import analyse

COMPLETE = {
    "a name": ("asked = one", ["one"]),
    "a conditional expression": ("asked = one if flag else two", ["one", "two"]),
    "an operator": ("asked = one or two", ["one", "two"]),
    "a lambda": ("asked = lambda: 1", ["lambda"]),
    "a constant": ("asked = 1", ["1"]),
    "two assignments": ("f = one\nf = two\nasked = f", ["one", "two"]),
    "an assignment in a branch": ("f = one\nif one:\n    f = two\nasked = f", ["one", "two"]),
    "names that stand for one another": ("f = one\ng = f\nf = g\nasked = g", ["one"]),
    "an unpacked tuple": ("f, g = one, two\nasked = g", ["two"]),
    "a walrus": ("(f := one)\nasked = f", ["one"]),
    "a loop over a tuple": ("for f in (one, two):\n    pass\nasked = f", ["one", "two"]),
    "a table at a name": ("T = {'a': one, 'b': two}\nasked = T[key()]", ["one", "two"]),
    "a table at a constant": ("T = {'a': one, 'b': two}\nasked = T['b']", ["two"]),
    "a table asked": ("T = {'a': one}\nasked = T.get('b', two)", ["one", "two"]),
    "a list at a number": ("T = [one, two]\nasked = T[-1]", ["two"]),
    "a list at a name": ("T = [one, two]\nasked = T[key()]", ["one", "two"]),
    "partial": ("import functools\nasked = functools.partial(one, 1)", ["one"]),
    "partial by its name": ("from functools import partial as p\nasked = p(one)", ["one"]),
    "what a function returns": ("def f():\n    return one\nasked = f()", ["one"]),
    "one of two returns": (
        "def f(x):\n    if x:\n        return one\n    return two\nasked = f(1)",
        ["one", "two"],
    ),
    "a return and the end": (
        "def f(x):\n    if x:\n        return one\nasked = f(1)",
        ["one", "None"],
    ),
    "functions that call one another": (
        "def f(x):\n    return g(x) if x else one\ndef g(x):\n    return f(x)\nasked = g(1)",
        ["one"],
    ),
    "what a lambda gives": ("f = lambda: one\nasked = f()", ["one"]),
    "an instance": ("asked = C()", ["C()"]),
    "a method": ("asked = C().go", ["go"]),
    "a method by its name": ("asked = getattr(C(), 'go')", ["go"]),
    "a method of the class": ("asked = C.go", ["go"]),
    "a property": ("asked = C().prop", ["one"]),
    "an attribute of self": ("asked = C().kept", ["two"]),
    "an attribute of the class": ("asked = C().shared", ["one"]),
    "what a library makes": ("import lib\nasked = lib.make()", ["lib.make(...)"]),
    "a coroutine": ("async def f(): pass\nasked = f()", ["f(...)"]),
    "a generator": ("def f():\n    yield\nasked = f()", ["f(...)"]),
    "an annotated result": ("def f() -> C: return make()\nasked = f()", ["C()"]),
    "an annotated parameter": ("def asked(x: C):\n    return x", ["C()"]),
    "self": ("class D:\n    def asked(self):\n        return self", ["D()"]),
    "a class method's class": (
        "class D:\n    @classmethod\n    def asked(cls):\n        return cls",
        ["D"],
    ),
    "arguments gathered": ("def asked(*args):\n    return args", ["builtins.tuple()"]),
}
INCOMPLETE = {
    "a parameter": ("def asked(x):\n    return x", []),
    "a parameter that is given": ("def asked(x):\n    return x\nasked(one)", ["one"]),
    "a parameter given by name": (
        "def asked(*, x=two):\n    return x\nasked(x=one)",
        ["two", "one"],
    ),
    "what a decorator is given": (
        "def asked(f):\n    return f\n@asked\ndef three(): pass",
        ["three"],
    ),
    "what an alias is given": (
        "def asked(x):\n    return x\nimport module\nfrom module import asked as a\na(one)",
        ["one"],
    ),
    "what a class is given": (
        "class D:\n    def __init__(self, x):\n        self.x = x\nasked = D(one).x",
        ["one"],
    ),
    "an unknown call": ("asked = unknown()", ["?unknown()"]),
    "an unknown call in a branch": ("asked = one if flag else unknown()", ["one", "?unknown()"]),
    "a caught exception": (
        "f = one\ntry:\n    pass\nexcept Exception as f:\n    pass\nasked = f",
        ["one"],
    ),
    "a loop over something": ("f = one\nfor f in unknown():\n    pass\nasked = f", ["one"]),
    "a context manager": ("f = one\nwith unknown() as f:\n    pass\nasked = f", ["one"]),
    "an unpacked call": ("f, g = unknown()\nasked = g", []),
    "an unpacked starred tuple": ("f, *g = one, two\nasked = g", []),
    "a sum": ("f = one\nf += two\nasked = f", ["one"]),
    "a star from elsewhere": ("from lib import *\nf = one\nasked = f", ["one"]),
    "a table that is filled": ("T = {'a': one}\nT[key()] = two\nasked = T[key()]", ["one", "two"]),
    "a list that is filled": ("T = [one]\nT.append(two)\nasked = T[0]", ["one", "two"]),
    "a list that is extended": ("T = [one]\nT.extend([two])\nasked = T[0]", ["one", "two"]),
    "a table with another in it": ("T = {'a': one, **other()}\nasked = T[key()]", ["T[key()]"]),
    "an attribute set elsewhere": ("c = C()\nc.kept = one\nasked = c.kept", ["two", "one"]),
    "an attribute set by setattr": (
        "setattr(C(), 'kept', one)\nasked = C().kept",
        ["two", "one"],
    ),
    "a method replaced": ("C.go = one\nasked = C().go", ["go", "one"]),
    "a computed name of a method": ("asked = getattr(C(), 'g' + key())", ["go"]),
    "an attribute that nothing has": ("asked = C().absent", []),
    "what a decorator makes": ("@wrap\ndef f(): pass\nasked = f", ["f"]),
    "a decorated class": ("@wrap\nclass D: pass\nasked = D", ["D"]),
}
GIVEN = """\
def one(): pass
def two(): pass
class C:
    shared = one
    def __init__(self):
        self.kept = two
    def go(self): pass
    @property
    def prop(self):
        return one
"""


@pytest.mark.parametrize(("text", "values"), COMPLETE.values(), ids=COMPLETE)
def test_all_that_reaches_is_known_of(text: str, values: list[str]) -> None:
    assert analyse(GIVEN + text).values() == (set(values), True)


@pytest.mark.parametrize(("text", "values"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_something_else_may_reach_too_of(text: str, values: list[str]) -> None:
    assert analyse(GIVEN + text).values() == (set(values), False)


def test_a_name_is_followed_through_modules() -> None:
    modules = {
        "a.py": "from b import f as g\nasked = g",
        "b.py": "from c import *",
        "c.py": "def f(): pass",
    }
    assert analyse(modules).values() == ({"f"}, True)


def test_modules_that_import_from_one_another_end() -> None:
    assert analyse({"a.py": "from b import f\nasked = f", "b.py": "from a import f"}).values() == (
        set(),
        True,
    )


CLASSES = {
    "an instance": ("asked = C()", "C"),
    "what a library makes": ("import lib\nasked = lib.make()", "lib.make"),
    "None is left out": ("f = None\nf = C()\nasked = f", "C"),
    "an annotation": ("from typing import Optional\ndef asked(x: Optional[C]): return x", "C"),
    "a text as annotation": ("def asked(x: 'C | None'): return x", "C"),
    "two of one class": ("asked = C() if flag else C()", "C"),
    "two classes": ("class D: pass\nasked = C() if flag else D()", None),
    "one that is not known": ("asked = C() if flag else unknown()", None),
    "a type that says nothing": ("from typing import Any\ndef asked(x: Any): return x", None),
    "an attribute that is annotated": ("class D:\n    c: C\nasked = D().c", "C"),
    "a parameter": ("def asked(x): return x\nasked(C())", None),
}


@pytest.mark.parametrize(("text", "name"), CLASSES.values(), ids=CLASSES)
def test_the_class_is_that_of_all_values(text: str, name: str | None) -> None:
    assert analyse(GIVEN + text).infer_class() == name


def test_of_two_modules_of_one_name_that_beside_the_importer_is_followed() -> None:
    texts = {f"{folder}/helpers.py": f"def {folder}(): pass\nget = {folder}" for folder in "xy"}
    start = {"x/start.py": "from helpers import get\nasked = get"}
    assert analyse({**texts, **start}).values() == ({"x"}, True)
    elsewhere = {"z/start.py": "import helpers\nasked = helpers.get"}
    assert analyse({**texts, **elsewhere}).values() == ({"x", "y"}, True)
