"""Questions about syntax, attributes, imports and classes that have an answer each."""

from __future__ import annotations

import ast
import re

import pytest

from off_coroutine.migration.semantics import syntax
from off_coroutine.migration.semantics.asyncio_api import Gives, Takes, names
from off_coroutine.migration.semantics.import_graph import ImportGraph, imports
from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.semantics.resolution import preferred
from off_coroutine.migration.semantics.scopes import Scope
from semantics.reading import at, expression, function, means, module, project


@pytest.mark.parametrize(
    ("text", "name"), [("x", "x"), ("x.y", "y"), ("x().y", "y"), ("x()", ""), ("'x'", "")]
)
def test_the_last_identifier_of_a_name_is_known(text: str, name: str) -> None:
    assert syntax.last_name(expression(text)) == name


@pytest.mark.parametrize(
    ("text", "nothing", "empty"),
    [
        ("None", True, False),
        ("0", False, False),
        ("x", False, False),
        ("()", False, True),
        ("[]", False, True),
        ("[x]", False, False),
        ("(x,)", False, False),
        ("{}", False, False),
    ],
)
def test_none_is_nothing_and_a_tuple_or_list_may_be_empty(
    text: str, nothing: bool, empty: bool
) -> None:
    assert syntax.is_nothing(expression(text)) is nothing
    assert syntax.is_empty(expression(text)) is empty
    assert syntax.is_nothing(None)


def test_the_statement_in_front_is_that_of_the_same_block() -> None:
    owner = module("a\nb\nif c:\n    d\n    e\nelse:\n    f\n    g\ntry:\n    h\nfinally:\n    i\n")
    names = {
        node.id: statement
        for node, _ in owner.nodes(ast.Name)
        if isinstance(statement := owner.parents[node], ast.stmt)
    }
    before = {
        name: found and ast.unparse(found)[:1]
        for name, statement in names.items()
        for found in [syntax.statement_before(statement, owner)]
    }
    assert before == {
        "a": None,
        "b": "a",
        "c": "b",
        "d": None,
        "e": "d",
        "f": None,
        "g": "f",
        "h": None,
        "i": None,
    }


def test_the_class_around_is_the_innermost() -> None:
    owner = module(
        "class A:\n    class B:\n        def f(self):\n            def g(): pass\n"
        "    def h(self): pass\ndef i(): pass\n"
    )
    found = {
        each.name: getattr(inner.node, "name", "") if inner else None
        for each in owner.functions
        for inner in [syntax.enclosing_class(each)]
    }
    assert found == {"f": "B", "g": "B", "h": "A", "i": None}
    assert syntax.enclosing_class(owner) is None


ANNOTATED = """\
class A:
    one: int
    two: str = ""
    def f(self, x):
        self.three: bool
        self.four: float = 1
        x.five: list
        six: set = x
        def g(): self.seven: dict = x
    @classmethod
    def make(cls): cls.eight: bytes = b""
    x.nine: tuple = ()
def h(self): self.ten: int = 1
eleven: int = 1
"""


def test_annotations_of_attributes_are_those_of_the_class_and_of_self() -> None:
    owner = project(m=ANNOTATED)
    (scope,) = owner.classes_by_name["A"]
    known = re.findall(r"(\w+):", ANNOTATED)
    found = {
        name: [
            ast.unparse(annotation) for annotation, _ in owner.attributes.annotations(scope, name)
        ]
        for name in known
    }
    assert {name: texts for name, texts in found.items() if texts} == {
        "one": ["int"],
        "two": ["str"],
        "three": ["bool"],
        "four": ["float"],
        "seven": ["dict"],
        "eight": ["bytes"],
    }
    (where,) = [where for _, where in owner.attributes.annotations(scope, "seven")]
    assert where is function("g", owner.modules[0])


ABOUT = {
    "asyncio": "import asyncio",
    "a module of asyncio": "from asyncio import events",
    "a library on it": "import aiohttp",
    "a second name": "import os, asyncio",
    "asynctest": "import asynctest",
    "a module that is about it": "import direct",
    "a name of such a module": "from direct import x",
    "such a module in a package": "from pkg import inner",
}
NOT_ABOUT = {
    "nothing": "",
    "another library": "import os",
    "a library of such a name": "import curio_asyncio",
    "a module that is not": "import plain",
    "a module that imports such a module": "import second",
    "a module of Twisted's": "import direct, twisted.internet",
    "a name of Twisted": "import direct\nfrom twisted import python",
}


@pytest.mark.parametrize(
    ("text", "about"),
    [*((text, True) for text in ABOUT.values()), *((text, False) for text in NOT_ABOUT.values())],
    ids=[*ABOUT, *NOT_ABOUT],
)
def test_a_module_is_about_asyncio_by_what_it_imports(text: str, about: bool) -> None:
    owner = project(
        m=text,
        direct="import asyncio",
        plain="import os",
        second="import direct",
        pkg__init="",
        pkg__inner="import asyncio",
    )
    assert (at("m.py", owner) in ImportGraph(owner).modules(set())) is about


def test_what_comes_to_import_asyncio_makes_its_importers_be_about_it() -> None:
    owner = project(m="import plain", plain="import os", far="import m")
    found = ImportGraph(owner).modules({at("plain.py", owner)})
    assert {each.name for each in found} == {"plain", "m"}


def test_a_module_imports_a_package_by_its_root() -> None:
    owner = module("import a.b\nfrom c.d import e\nfrom . import f")
    assert imports(owner, "a") and imports(owner, "x", "c")
    assert not imports(owner, "b") and not imports(owner, "e")


def test_a_name_that_nothing_has_is_not_kept() -> None:
    index: NameIndex[int] = NameIndex()
    index.add("a", 1)
    index.add("a", 2)
    assert (index["a"], index["b"], list(index)) == ([1, 2], [], ["a"])


FAMILY = """\
class A:
    def f(self): pass
class B(A):
    def f(self): pass
    g = f
class C(B): pass
class D(A): pass
class E: pass
"""


def named(scopes: object) -> list[str]:
    return [scope.node.name for scope in scopes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "family"),
    [("A", "ABCD"), ("B", "BAC"), ("C", "CBA"), ("D", "DA"), ("E", "E")],
)
def test_a_class_has_its_ancestors_and_its_descendants(name: str, family: str) -> None:
    owner = project(m=FAMILY)
    (scope,) = owner.classes_by_name[name]
    assert sorted(named(owner.class_hierarchy(scope))) == sorted(family)
    assert named(owner.class_hierarchy(scope))[0] == name


def test_methods_are_the_functions_that_classes_define() -> None:
    owner = project(m=FAMILY)
    scopes: list[Scope] = [owner.classes_by_name[name][0] for name in "ABCD"]
    assert [each.node.lineno for each in owner.methods(scopes, "f")] == [2, 4]
    assert owner.methods(scopes, "g") == []


def test_bases_are_given_with_the_classes_that_they_mean() -> None:
    owner = project(m="import lib\nclass A: pass\ndef f(): pass\nclass B(A, lib.C, f): pass\n")
    (scope,) = owner.classes_by_name["B"]
    found = [(ast.unparse(base), named(scopes)) for base, scopes in owner.bases(scope)]
    assert found == [("A", ["A"]), ("lib.C", []), ("f", [])]


def test_values_are_found_by_the_names_that_they_get() -> None:
    owner = project(
        m="a = b = 1\nx.c = 2\nd[0] = 3\ndef e():\n    return 4\n    return\ndef f(): return 5\n",
        n="a = 6\n",
    )
    found = {
        name: [ast.unparse(v) for v in values] for name, values in owner.values_by_name.items()
    }
    assert found == {"a": ["1", "6"], "b": ["1"], "c": ["2"], "e": ["4"], "f": ["5"]}


def test_a_decorator_is_asyncios_by_what_its_name_means() -> None:
    text = (
        "import asyncio\nfrom asyncio import coroutine as c\nimport types\nd = asyncio.coroutine\n"
    )
    owner = project(m=text)
    scope = owner.modules[0]
    told = {
        name: owner.is_coroutine_decorator(expression(name), scope)
        for name in ("asyncio.coroutine", "c", "d", "types.coroutine", "coroutine", "asyncio.sleep")
    }
    assert [name for name, is_so in told.items() if is_so] == ["asyncio.coroutine", "c", "d"]


def test_names_of_asyncio_are_found_by_all_that_is_asked() -> None:
    assert names(gives=Gives.COROUTINE, takes=Takes.FUTURES) == {"wait"}
    assert "wait" in names(takes=Takes.FUTURES) and "wait" not in names(takes=Takes.COROUTINES)
    assert names(gives=Gives.COROUTINE, loop_until=(3, 10)) >= {"sleep", "wait"}
    assert "to_thread" not in names(gives=Gives.COROUTINE, loop_until=(3, 10))
    assert "run_in_executor" in names(gives=Gives.FUTURE)


@pytest.mark.parametrize(
    ("text", "is_generator"),
    [
        ("def f(): yield", True),
        ("def f(): yield from x", True),
        ("def f(): return", False),
        ("async def f(): yield", False),
        ("async def f(): return", False),
    ],
)
def test_a_generator_yields_or_delegates_and_is_not_native(text: str, is_generator: bool) -> None:
    assert function("f", module(text)).is_generator is is_generator


def test_a_method_is_owned_by_the_class_it_stands_in() -> None:
    owner = module("class A:\n    def f(self):\n        def g(): pass\ndef h(): pass\n")
    (scope,) = owner.classes
    owners = {each.name: each.owner for each in owner.functions}
    assert owners == {"f": scope.node, "g": None, "h": None}


def test_the_frame_of_a_comprehension_is_what_runs_it() -> None:
    owner = module("class A:\n    x = [a for b in c]\n    def f(self): return [d for e in g]\n")
    frames = {node.id: scope.frame for node, scope in owner.nodes(ast.Name)}
    assert frames["d"] is function("f", owner)
    assert frames["a"] is frames["c"] is owner.classes[0]


def test_asyncio_is_preferred_of_several_names() -> None:
    assert preferred(["lib.x", "asyncio.x", "other.x"]) == "asyncio.x"
    assert preferred(["lib.x", "other.x"]) == "lib.x"
    assert preferred([]) == ""


@pytest.mark.parametrize(
    ("length", "name"), [(1, "asyncio.sleep"), (12, "asyncio.sleep"), (40, "")]
)
def test_a_chain_of_names_is_followed_for_a_while(length: int, name: str) -> None:
    links = "".join(f"n{number} = n{number - 1}\n" for number in range(1, length + 1))
    owner = project(m=f"import asyncio\nn0 = asyncio.sleep\n{links}")
    assert owner.qualified_name(expression(f"n{length}"), owner.modules[0]) == name
    assert means(f"n{length}", "m.py", owner).is_complete is bool(name)


@pytest.mark.parametrize(
    ("text", "decorator"),
    [
        ("import legacy_style.coroutine", "legacy_style.coroutine.coroutine"),
        ("from legacy_style import coroutine", "coroutine.coroutine"),
        ("from legacy_style.coroutine import coroutine as c", "c"),
        ("from off_coroutine.decorator import coroutine", "coroutine"),
        ("from off_coroutine import decorator", "decorator.coroutine"),
    ],
)
def test_this_projects_own_decorator_is_known_where_it_is_defined(
    text: str, decorator: str
) -> None:
    defined = "def coroutine(f): return f\n"
    owner = project(
        m=text,
        legacy_style__init="",
        legacy_style__coroutine=defined,
        off_coroutine__init="",
        off_coroutine__decorator=defined,
    )
    assert owner.is_coroutine_decorator(expression(decorator), at("m.py", owner))


def test_a_module_has_the_name_of_all_packages_around_it() -> None:
    owner = project(a__init="", a__b__init="", a__b__c="def f(): pass\n", d__e="", m="import a.b.c")
    names = {each.source.path: each.name for each in owner.modules}
    assert names["a/b/c.py"] == "a.b.c" and names["d/e.py"] == "e" and names["a/__init__.py"] == "a"
    assert len(means("a.b.c.f", "m.py", owner).scopes) == 1
    assert len(owner.defined("a.b.c.f")) == 1 and owner.defined("a.c.f") == []


def test_a_folder_in_a_package_needs_no_init() -> None:
    owner = project(pkg__init="", pkg__sub__a="def f(): pass\n", m="import pkg\n")
    assert len(means("pkg.sub.a.f", "m.py", owner).scopes) == 1
    assert means("pkg.other.a.f", "m.py", owner).scopes == []


def test_a_module_that_is_no_package_has_none_in_it() -> None:
    owner = project(a="x = 1\n", a__b="def f(): pass\n", m="import a\n")
    assert means("a.b.f", "m.py", owner).scopes == []


def test_names_that_are_worked_out_may_be_any() -> None:
    owner = project(
        worked_out="__all__ = make()\ndef f(): pass\n",
        literal="__all__: list[str] = ['f']\ndef f(): pass\ndef g(): pass\n",
        m="from worked_out import *",
        n="from literal import *",
    )
    assert at("m.py", owner).has_unknown_names
    assert not at("n.py", owner).has_unknown_names
    assert "f" in at("n.py", owner).bindings and "g" not in at("n.py", owner).bindings


def test_a_class_that_annotates_several_names_knows_them_all() -> None:
    owner = module("class A:\n    a: int\n    b: int\n    a = 1\n    b = 2\n")
    assert owner.classes[0].annotated == {"a", "b"}


def test_names_that_a_comprehension_assigns_are_those_of_the_function() -> None:
    owner = module("def f(): return [(a := x, b := y) for z in c]\n")
    (inner,) = owner.comprehensions
    assert inner.nonlocal_names == {"a", "b"}
    assert set(function("f", owner).bindings) == {"a", "b"}


def test_a_name_that_something_else_binds_too_is_followed() -> None:
    owner = project(m="import asyncio as a\nfor a in x: pass\n")
    scope = owner.modules[0]
    assert owner.qualified_name(expression("a.sleep"), scope) == "asyncio.sleep"
    assert not means("a.sleep", "m.py", owner).is_complete
    assert owner.qualified_name(expression("x.sleep"), scope) == ""


def test_a_project_has_the_modules_that_it_has() -> None:
    owner = project(a__init="", a__b="x = 1\n")
    found = [name for name in ("a", "a.b", "b", "a.c", "") if owner.has_module(name)]
    assert found == ["a", "a.b"]


def test_a_private_name_in_a_function_of_a_method_is_that_of_its_class() -> None:
    owner = module("class A:\n    __x = 1\n    def f(self):\n        def g(): return self.__x\n")
    assert function("g", owner).private == owner.classes[0].private == "A"
    assert owner.private == ""
