"""What has a name is found by it, whatever else it is called."""

import ast

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.source.source_file import Source
from semantics.reading import at, module, project

SPELLED = {
    "a": "import asyncio\nfrom asyncio import coroutine as co\n",
    "b": "from a import co as other\nlater = other\n",
    "c": """
        import asyncio as aio
        class C:
            x: object = aio.coroutine
            def f(self):
                if (walrus := aio.coroutine):
                    global __hidden
                    __hidden = aio.coroutine
                return __hidden
    """,
}


def test_names_attributes_and_calls_are_found_by_name() -> None:
    owner = module("a.b(c).d(e)\nb(b=1)\n")

    assert [node.lineno for node, _ in owner.names("b")] == [2]
    assert [ast.unparse(node) for node, _ in owner.attributes("d", "b")] == ["a.b(c).d", "a.b"]
    assert sorted(ast.unparse(node) for node, _ in owner.calls("b")) == ["a.b(c)", "b(b=1)"]
    assert not owner.calls("e", "missing")
    assert "missing" not in owner.calls_by_name


def test_every_node_of_a_kind_is_found_at_once() -> None:
    owner = module("a.b(c).d(e)\n[x for x in (y := z)]\n")

    for kind in (ast.Name, ast.Attribute, ast.Call):
        every = [node for node in ast.walk(owner.node) if isinstance(node, kind)]
        assert {node for node, _ in owner.nodes(kind)} == set(every)


def test_spellings_follow_imports_and_assignments() -> None:
    spellings = project(**SPELLED).spellings("coroutine")

    assert {"coroutine", "co", "other", "later", "x", "walrus", "__hidden"} == set(spellings) - {
        "_C__hidden"
    }


def test_whatever_has_a_full_name_is_written_with_a_spelling_of_its_end() -> None:
    owner = project(**SPELLED)
    for each in owner.modules:
        for node, scope in (*each.nodes(ast.Name), *each.nodes(ast.Attribute)):
            name = owner.qualified_name(node, scope)
            if name:
                written = getattr(node, "id", "") or getattr(node, "attr", "")
                assert written in owner.spellings(name.rpartition(".")[2])


def test_modules_that_have_not_changed_are_taken_over() -> None:
    before = project(a="x = 1\n", b="from a import *\n", c="import a\n")
    kept = [each.source for each in before.modules if each.source.path != "a.py"]
    after = Project([*kept, Source("a.py", b"y = 1\n")], before.modules)

    assert at("c.py", after) is at("c.py", before)
    assert at("a.py", after) is not at("a.py", before)
    assert "y" in at("b.py", after).bindings  # what a star import brings depends on the other one
    assert "y" not in at("b.py", before).bindings


def test_a_module_that_gets_another_name_is_read_anew() -> None:
    before = project(pkg__a="from . import b\n")
    initial = Source("pkg/__init__.py", b"")
    after = Project([initial, before.modules[0].source], before.modules)

    assert at("pkg/a.py", after).name == "pkg.a"
    assert at("pkg/a.py", after).bindings["b"] == ["pkg.b"]
