"""The scopes of files are those that Python's own `symtable` finds in them."""

from __future__ import annotations

import os
import sys
import sysconfig
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from semantics.symtable_oracle import differences

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
CASES = Path(__file__).parents[1] / "migration_cases"
# All of the standard library takes a minute and a half: every file with this variable set.
STEP = 1 if os.environ.get("OFF_COROUTINE_WHOLE_LIBRARY") else 25
# It writes `_Foo__x` and `__x` for one name in one class, which no code does in earnest.
ODD = ("test_named_expressions.py",) if sys.version_info >= (3, 13) else ()


def programs(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" in path.parts or path.name in ODD:
            continue
        try:
            with tokenize.open(path) as file, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                text = file.read()
                compile(text, path.name, "exec", dont_inherit=True)
        except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError):
            continue
        yield path, text


def differing(folder: Path, step: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path, text in list(programs(folder))[::step]:
            if shown := differences(text):
                found[str(path)] = shown
    return found


def test_scopes_of_the_standard_library_are_those_of_symtable() -> None:
    assert not differing(LIBRARY, STEP)


def test_scopes_of_the_migration_cases_are_those_of_symtable() -> None:
    assert not differing(CASES, 1)


TRICKY = {
    "a global declared in a function": "x = 1\ndef f():\n    global x\n    x = 2\n",
    "a nonlocal of two functions out": (
        "def f():\n    x = 1\n    def g():\n        def h():\n"
        "            nonlocal x\n            x = 2\n"
    ),
    "a walrus in a comprehension in a method": (
        "class A:\n    def f(self, y):\n        return [z := x for x in y], z\n"
    ),
    "a walrus at the top": "found = [last := x for x in range(3)]\n",
    "a private name": "class A:\n    __x = 1\n    def f(self):\n        return __x, self.__y\n",
    "a private global": "class A:\n    def f(self):\n        global __x\n        __x = 1\n",
    "a mapping pattern": (
        "def f(x):\n    match x:\n        case {'a': a, **rest}: pass\n        case [b, *c]: pass\n"
        "        case int() as d: pass\n"
    ),
    "a handler": "def f():\n    try: pass\n    except E as e: print(e)\n",
    "an annotation alone": "def f():\n    x: int\n    return x\nclass A:\n    y: int\n",
    "an augmented assignment": "def f():\n    x = 0\n    x += y\n",
    "a deletion": "def f():\n    x = 0\n    del x, y\n",
    "a comprehension in a class": "class A:\n    x = [1]\n    y = [x for x in x for z in q]\n",
    "a nested comprehension": "def f(a):\n    return {k: [v for v in k if a] for k in a}\n",
    "a default that names a parameter": "def f(x, y=x, *z, **w): return x\n",
    "a lambda in a class": "class A:\n    a = 1\n    f = lambda self: a\n",
    "a plain import": "import a.b, c.d as e\nfrom f import g as h\n",
}


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY)
def test_scopes_are_those_of_symtable(text: str) -> None:
    assert not differences(text)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came in Python 3.12")
@pytest.mark.parametrize(
    "text",
    [
        "class A[T]:\n    x = 1\n    def f[U: T](self, y: x = x) -> T: return U\n",
        "type X[T] = list[T]\n",
        "def f[T: int](x: T = T) -> T: return x\n",
    ],
)
def test_scopes_of_type_parameters_are_those_of_symtable(text: str) -> None:
    assert not differences(text)
