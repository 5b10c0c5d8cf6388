"""What reaches containers, attributes, parameters and results, and which class annotations name."""

import pytest
from analysing import analyse

GIVEN = """\
import typing
from typing import Annotated, Any, ClassVar, Final, Optional, Union
def one(): pass
def two(): pass
class C: pass
class D: pass
"""
CONTAINERS = {
    "a set in a loop": ("for f in {one, two}: pass\nasked = f", "one two", True),
    "a list made": ("asked = [one for x in y][0]", "one", True),
    "a set made, in a loop": ("for f in {one for x in y}: pass\nasked = f", "one", True),
    "a generator expression in a loop": ("for f in (one for x in y): pass\nasked = f", "one", True),
    "a table made": ("asked = {x: one for x in y}[0]", "one", True),
    "a table made, asked": ("asked = {x: one for x in y}.get(0)", "one", True),
    "a list with a star": ("asked = [one, *other][0]", "[one, *other][0]", False),
    "a table with two of a key": ("asked = {'a': one, 'a': two}['a']", "one two", True),
    "a table without the key": ("asked = {'a': one, 'b': two}['c']", "one two", True),
    "a table with a key that is worked out": (
        "asked = {'a': one, key(): two}['a']",
        "one two",
        True,
    ),
    "a list behind its end": ("asked = [one, two][2]", "one two", True),
    "a list at its first": ("asked = [one, two][0]", "one", True),
    "a list at its first from the end": ("asked = [one, two][-2]", "one", True),
    "a list before its start": ("asked = [one, two][-3]", "one two", True),
    "a list at a text": ("asked = [one, two]['a']", "one two", True),
    "a list at a negative text": ("asked = [one, two][-'a']", "one two", True),
    "a list at a negation": ("asked = [one, two][~0]", "one two", True),
    "a pair": ("asked = (one, two)[1]", "two", True),
    "either of two lists at a constant": ("asked = ([one] if x else [two])[0]", "one two", True),
    "a list or something unknown": ("asked = ([one] if x else y())[0]", "one", False),
    "what a constant holds": ("asked = 1[0]", "1[0]", False),
    "a list that is put at an index": ("T = [one]\nT[0] = two\nasked = T[0]", "one two", False),
    "a list of a class": (
        "class E:\n    T = [one]\n    def put(self): self.T.append(two)\nasked = E.T[0]",
        "one",
        False,
    ),
    "a set that is added to": (
        "T = {one}\nT.add(two)\nfor f in T: pass\nasked = f",
        "one two",
        False,
    ),
    "a deque": ("T = [one]\nT.appendleft(two)\nasked = T[0]", "one two", False),
    "a list that is inserted into": ("T = [one]\nT.insert(0, two)\nasked = T[0]", "one two", False),
    "a list with too little to insert": ("T = [one]\nT.insert(two)\nasked = T[0]", "one", True),
    "a table with a default": ("T = {}\nT.setdefault('a', two)\nasked = T['a']", "two", False),
    "a table that is updated": (
        "T = {'a': one}\nT.update({'b': two})\nasked = T['a']",
        "one two",
        False,
    ),
    "a table that is updated by names": (
        "T = {'a': one}\nT.update(b=two)\nasked = T['a']",
        "one two",
        False,
    ),
    "a list that is extended by what is made": (
        "T = [one]\nT.extend(two for x in y)\nasked = T[0]",
        "one two",
        False,
    ),
    "a list that is extended by something": (
        "T = [one]\nT.extend(y)\nasked = T[0]",
        "one *y",
        False,
    ),
    "a list beside another of the class": (
        "class E:\n    S = T = [one]\n    def put(self): self.S.append(two)\nasked = E.T[0]",
        "one",
        True,
    ),
    "a list that is extended by a list that is made": (
        "T = [one]\nT.extend([two for x in y])\nasked = T[0]",
        "one two",
        False,
    ),
    "a list that is extended by a set that is made": (
        "T = [one]\nT.extend({two for x in y})\nasked = T[0]",
        "one two",
        False,
    ),
    "a list that is extended by a set": (
        "T = [one]\nT.extend({two})\nasked = T[0]",
        "one two",
        False,
    ),
    "a list that is extended by a pair": (
        "T = [one]\nT.extend((two, two))\nasked = T[0]",
        "one two",
        False,
    ),
    "a table with a default, asked": ("asked = {'a': one}.setdefault('b', two)", "one two", True),
    "a list of another scope": ("T = [one]\ndef f(T): T.append(two)\nasked = T[0]", "one", True),
    "a function that is called append": ("T = [one]\nappend(T, two)\nasked = T[0]", "one", True),
    "a table popped": ("asked = {'a': one}.pop('a', two)", "one two", True),
    "a table asked for nothing": ("T = {'a': one}\nasked = T.get()", "?T.get()", False),
    "what is asked of something unknown": ("asked = x.get('a', one)", "?x.get('a', one)", False),
    "a list popped": ("asked = [one].pop(0)", "?[one].pop(0)", False),
}
NAMES = {
    "a builtin": ("asked = len", "builtins.len", True),
    "a name of nothing": ("asked = nothing_of_this_name", "", False),
    "a builtin beside a star": ("from lib import *\nasked = len", "", False),
    "a star of the project": ("from other import *\nasked = three", "three", True),
    "a name that is not in a star of the project": (
        "from other import *\nasked = len",
        "builtins.len",
        True,
    ),
    "a name that is deleted": ("f = one\ndel f\nasked = f", "one", True),
    "a walrus and an assignment": ("f = one\nx = (f := two)\nasked = f", "one two", True),
    "a walrus in a comprehension": ("x = [(f := one) for y in z]\nasked = f", "one", True),
    "an annotated name": ("f: object = one\nasked = f", "one", True),
    "a loop over pairs": ("for f, g in [(one, two)]: pass\nasked = f", "", False),
    "more targets than values": ("f, g = one, two, one\nasked = f", "", False),
    "a pair with a star": ("f, g = one, *two\nasked = f", "", False),
    "a list of targets": ("[f, g] = [one, two]\nasked = f", "one", True),
    "nested targets": ("(f, g), h = (one, two), one\nasked = f", "", False),
    "a global": ("def f():\n    global g\n    g = one\nasked = g", "one", True),
    "a decorated property": (
        "class E:\n    @property\n    @other\n    def p(self): return one\nasked = E().p",
        "p",
        False,
    ),
    "a cached property": (
        "import functools\nclass E:\n    @functools.cached_property\n    def p(self): return one\n"
        "asked = E().p",
        "one",
        True,
    ),
    "a cached property by its name": (
        "from functools import cached_property\nclass E:\n    @cached_property\n"
        "    def p(self): return one\nasked = E().p",
        "one",
        True,
    ),
    "an attribute that is only set at an object": (
        "class E: pass\ne = E()\ne.kept = one\nasked = e.kept",
        "one",
        False,
    ),
    "a name that a module of the project has not": (
        "import other\nasked = other.four",
        "",
        False,
    ),
    "a property called": (
        "class E:\n    @property\n    def p(self): return one\nasked = E().p()",
        "None",
        True,
    ),
    "an attribute of a function": ("asked = one.attribute", "one.attribute", False),
    "an attribute of a constant": ("asked = 'a'.attribute", "'a'.attribute", False),
    "an attribute of None": ("asked = None.attribute", "None.attribute", False),
    "an attribute of None or an object": (
        "class E: kept = one\nf = None\nf = E()\nasked = f.kept",
        "one",
        True,
    ),
    "an attribute that the class imports": (
        "class E:\n    from other import three\nasked = E.three",
        "three",
        True,
    ),
    "an attribute that a loop of the class binds": (
        "class E:\n    for kept in one: pass\nasked = E.kept",
        "",
        False,
    ),
    "an attribute that is added to": (
        "class E:\n    def __init__(self): self.kept = one\n    def go(self): self.kept += two\n"
        "asked = E().kept",
        "one",
        False,
    ),
    "an attribute that is only annotated": (
        "class E:\n    def __init__(self):\n        self.kept: Any\n        self.kept = one\n"
        "asked = E().kept",
        "one",
        True,
    ),
    "an attribute of the class by its method": (
        "class E:\n    @classmethod\n    def make(cls): cls.kept = one\nasked = E().kept",
        "one",
        True,
    ),
    "an attribute that only a class below sets": (
        "class E: pass\nclass F(E):\n    def __init__(self): self.kept = one\nasked = E().kept",
        "one",
        False,
    ),
    "an attribute that a class above sets": (
        "class E:\n    def __init__(self): self.kept = one\nclass F(E): pass\nasked = F().kept",
        "one",
        True,
    ),
    "an attribute that a class above and below sets": (
        "class E:\n    kept = one\nclass F(E):\n    kept = two\nasked = E().kept",
        "one two",
        True,
    ),
    "an attribute that is set at other objects, unknown": (
        "class E: kept = one\nfor x.kept in y: pass\nasked = E().kept",
        "one",
        False,
    ),
    "an attribute beside others that are set by name": (
        "class E:\n    kept = one\n    def f(self, n): setattr(self, n, two)\nasked = E().kept",
        "one",
        False,
    ),
    "an attribute beside a constant one that is set": (
        "class E:\n    kept = one\n    def f(self): setattr(self, 'other', two)\nasked = E().kept",
        "one",
        True,
    ),
    "super outside of a class": ("asked = super().go", "", False),
    "a method of the second above": (
        "class E:\n    def go(self): pass\nclass F(E): pass\n"
        "class G(F):\n    def go(self): pass\n    def asked(self): return super().go",
        "go",
        True,
    ),
    "getattr that is our own": (
        "def getattr(x, y): return one\nasked = getattr(C(), 'go')",
        "one",
        True,
    ),
    "getattr with a default": (
        "class E: kept = one\nasked = getattr(E(), 'kept', two)",
        "one two",
        True,
    ),
    "getattr of one argument": ("asked = getattr(C())", "builtins.getattr(...)", True),
    "a name that is put together": (
        "class E:\n    def do_a(self): pass\n    def do_b(self): pass\n    def to_c(self): pass\n"
        "asked = getattr(E(), f'do_{x}')",
        "do_a do_b",
        False,
    ),
    "a name that is formatted": (
        "class E:\n    def do_a(self): pass\n    def to_c(self): pass\n"
        "asked = getattr(E(), 'do_%s' % x)",
        "do_a",
        False,
    ),
    "a name that is formatted with braces": (
        "class E:\n    def do_a(self): pass\n    def to_c(self): pass\n"
        "asked = getattr(E(), 'do_{}' + x)",
        "do_a",
        False,
    ),
    "any name": (
        "class E:\n    def do_a(self): pass\n    def __init__(self): pass\nasked = getattr(E(), x)",
        "do_a",
        False,
    ),
    "any special name": (
        "class E:\n    def do_a(self): pass\n    def __enter__(self): pass\n"
        "asked = getattr(E(), '__' + x)",
        "__enter__",
        False,
    ),
    "any name of a class": (
        "class E:\n    def do_a(self): pass\nasked = getattr(E, 'do' + x)",
        "do_a",
        False,
    ),
    "any name of a number": ("asked = getattr(E(), 1 + x)", "", False),
    "any name of a function": ("asked = getattr(one, x)", "", False),
    "partial of nothing": (
        "import functools\nasked = functools.partial()",
        "functools.partial(...)",
        True,
    ),
    "what a function below a decorator gives": (
        "class E:\n    @staticmethod\n    def go(): return one\nasked = E.go()",
        "one",
        True,
    ),
    "what an asynchronous function gives": (
        "async def f(): return one\nasked = f()",
        "f(...)",
        True,
    ),
    "what an unknown function gives": ("asked = f()()", "?f()()", False),
    "what a value gives": ("asked = [one]()", "?[one]()", False),
    "a result that is annotated with None": ("def f() -> None: return one\nasked = f()", "", True),
    "a result that is annotated with anything": (
        "def f() -> Any: return one\nasked = f()",
        "one",
        True,
    ),
}
PARAMETERS = {
    "the second argument": ("def asked(x, y): return y\nasked(one, two)", "two"),
    "fewer arguments": ("def asked(x, y=one): return y\nasked(two)", "one"),
    "an argument behind a star": ("def asked(x, y): return y\nasked(*many, two)", ""),
    "an argument before a star": ("def asked(x, y): return x\nasked(one, *many)", "one"),
    "a name": ("def asked(x, y): return y\nasked(y=one, x=two)", "one"),
    "another name": ("def asked(x, y): return y\nasked(x=one)", ""),
    "a keyword's default": ("def asked(*, x, y=two): return y", "two"),
    "a default of the last": ("def asked(x, y=two): return y", "two"),
    "a default of the first": ("def asked(x=one, y=two): return x", "one"),
    "a positional one": ("def asked(x, /, y): return x\nasked(one, two)", "one"),
    "a positional one's default": ("def asked(x=one, /): return x", "one"),
    "a method's": (
        "class E:\n    def asked(self, x): return x\n    def f(self): self.asked(one)",
        "one",
    ),
    "a class method's": (
        "class E:\n    @classmethod\n    def asked(cls, x): return x\n"
        "    def f(self): cls.asked(one)",
        "one",
    ),
    "a method's of a class above": (
        "class E:\n    def asked(self, x): return x\n"
        "class F(E):\n    def f(self): super().asked(one)",
        "one",
    ),
    "a static method's first": (
        "class E:\n    @staticmethod\n    def asked(x): return x\nE.asked(one)",
        "",
    ),
    "what a class makes of it": (
        "class E:\n    def __new__(cls, x):\n        asked = x\n        return asked\n"
        "E(one)\ndef asked(y): return y\nasked(two)",
        "two",
    ),
    "what is made of it": (
        "class E:\n    def __new__(cls, x):\n        def asked(): return x\n"
        "        return asked\nE(one)",
        "one",
    ),
    "what initializes it": (
        "class E:\n    def __init__(self, x):\n        def asked(): return x\n"
        "        self.x = asked\nE(one)\n"
        "class F(E):\n    def __init__(self): super().__init__(two)",
        "one two",
    ),
    "a decorator's second": (
        "def asked(x, y): return y\n@asked\ndef three(): pass",
        "",
    ),
    "a decorator of a decorator's class": (
        "class E:\n    def asked(self, x): return x\n    @asked\n    def three(self): pass",
        "",
    ),
    "a name imported as another": (
        "def asked(x): return x\nfrom module import asked as b\nb(one)\nasked(two)",
        "one two",
    ),
}
OBJECTS = {
    "the first of a method": ("class E:\n    def asked(self): return self", "E()"),
    "the first of __new__": (
        "class E:\n    def __new__(cls): pass\n    def asked(x): return x",
        "E()",
    ),
    "the class of __init_subclass__": (
        "class E:\n    def __init_subclass__(cls):\n        def asked(): return cls\n"
        "        return asked",
        "E",
    ),
    "the class that __new__ makes": (
        "class E:\n    def __new__(cls):\n        def asked(): return cls\n        return asked",
        "E",
    ),
    "keywords gathered": ("def asked(**k): return k", "builtins.dict()"),
}
CLASSES = {
    "Optional": ("def asked(x: Optional[C]): return x", "C"),
    "Optional of a module": ("def asked(x: typing.Optional[C]): return x", "C"),
    "Annotated": ("def asked(x: Annotated[C, 'it']): return x", "C"),
    "Final": ("class E:\n    kept: Final[C]\nasked = E().kept", "C"),
    "ClassVar": ("class E:\n    kept: ClassVar[C]\nasked = E().kept", "C"),
    "Union": ("def asked(x: Union[C, None]): return x", None),
    "a generic class": ("def asked(x: C[int]): return x", "C"),
    "a class or None": ("def asked(x: C | None): return x", "C"),
    "None or a class": ("def asked(x: None | C): return x", "C"),
    "one class twice": ("def asked(x: C | C): return x", "C"),
    "one of two classes": ("def asked(x: C | D): return x", None),
    "a class or anything": ("def asked(x: C | Any): return x", None),
    "anything or a class": ("def asked(x: Any | C): return x", None),
    "None": ("def asked(x: None): return x", None),
    "a number": ("def asked(x: 1): return x", None),
    "no syntax": ("def asked(x: 'C |'): return x", None),
    "a function": ("def asked(x: one): return x", None),
    "a library's class": ("import lib\ndef asked(x: lib.Thing): return x", "lib.Thing"),
    "a callable": ("from collections.abc import Callable\ndef asked(x: Callable): return x", None),
    "an extension": (
        "from typing_extensions import Self\nclass E:\n    def asked(self, x: Self): return x",
        None,
    ),
    "one of two of a name": (
        "if y:\n    class E: pass\nelse:\n    class E: pass\ndef asked(x: E): return x",
        None,
    ),
    "a class itself": ("asked = C", "C"),
    "a constant": ("asked = 'text'", "builtins.str"),
    "a text or None": ("asked = 'text' if x else None", "builtins.str"),
    "only None": ("asked = None", None),
    "a function itself": ("asked = one", None),
    "a coroutine": ("async def f(): pass\nasked = f()", None),
    "a class and its object": ("asked = C if x else C()", "C"),
    "a result that is annotated": ("def f() -> C: return x()\nasked = f()", "C"),
    "a list": ("asked = [1]", None),
}


def check(text: str, values: str, complete: bool) -> None:
    found, is_complete = analyse(
        {"module.py": GIVEN + text, "other.py": "def three(): pass"}
    ).values()
    assert found == ({values} if values in found else set(values.split()))
    assert is_complete is complete


@pytest.mark.parametrize(("text", "values", "complete"), CONTAINERS.values(), ids=CONTAINERS)
def test_what_is_in_a_container_reaches(text: str, values: str, complete: bool) -> None:
    check(text, values, complete)


@pytest.mark.parametrize(("text", "values", "complete"), NAMES.values(), ids=NAMES)
def test_what_a_name_or_an_attribute_holds_reaches(text: str, values: str, complete: bool) -> None:
    check(text, values, complete)


@pytest.mark.parametrize(("text", "values"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameter_may_be_what_calls_give_and_anything_else(text: str, values: str) -> None:
    check(text, values, False)


@pytest.mark.parametrize(("text", "values"), OBJECTS.values(), ids=OBJECTS)
def test_a_parameter_is_known_by_its_place(text: str, values: str) -> None:
    check(text, values, True)


@pytest.mark.parametrize(("text", "name"), CLASSES.values(), ids=CLASSES)
def test_a_class_is_inferred_from_all_that_reaches(text: str, name: str | None) -> None:
    assert analyse(GIVEN + text).infer_class() == name
