"""An import counts where it is in force; a name that is introduced is fresh where it is used."""

from __future__ import annotations

import ast

import pytest

from off_coroutine.migration.rewrite.edits import Rendered
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.names import (
    fresh_name,
    identifiers,
    private_name,
    unreserved_name,
)
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.source_file import Source

USE = "def f():\n    here\n"


def project_of(**texts: str) -> Project:
    return Project(
        Source(f"{name.replace('__', '/')}.py", text.encode()) for name, text in texts.items()
    )


def module_of(project: Project, name: str = "m") -> Module:
    return next(module for module in project.modules if module.source.path == f"{name}.py")


def ensured(text: str, library: str = "inspect", **others: str) -> tuple[str, str]:
    """Return what means a library module at the name `here`, and what is imported for it."""
    project = project_of(m=text, **others)
    module = module_of(project)
    place = next(node for node, _ in module.nodes(ast.Name) if node.id == "here")
    name, rewrites = ensure_import(module, library, place, project)
    if any(rewrite.reason for rewrite in rewrites):
        return name, "refused"
    rendered = Rendered(text, rewrites).text
    added = [line for line in rendered.splitlines() if line not in text.splitlines()]
    return name, "".join(added)


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("import inspect\n", "inspect"),
        ("import inspect as i\n", "i"),
        ("import asyncio\nimport inspect\n", "inspect"),
        ("from rows import *\nimport inspect\n", "inspect"),
    ],
)
def test_an_import_that_is_in_force_is_used(imports: str, name: str) -> None:
    assert ensured(imports + USE) == (name, "")


def test_a_module_that_does_not_know_the_name_gets_a_plain_import() -> None:
    assert ensured(USE) == ("inspect", "import inspect")


@pytest.mark.parametrize(
    "text",
    [
        f"if x:\n    import inspect\n{USE}",
        f"try:\n    import inspect\nexcept ImportError:\n    pass\n{USE}",
        f"import inspect\ndel inspect\n{USE}",
        f"import inspect\ninspect = None\n{USE}",
        f"import inspect\nfrom rows import inspect\n{USE}",
        f"from rows import inspect\n{USE}",
        f"import rows as inspect\n{USE}",
        f"import inspect\nfrom rows import *\n{USE}",
        f"from rows import *\n{USE}",
        f"{USE}import inspect\n",
        f"def g():\n    import inspect\n{USE}",
        f"import inspect\ndef g():\n    global inspect\n    inspect = 1\n{USE}",
        f"import inspect\nfor inspect in (): pass\n{USE}",
        "import inspect\ndef f(inspect):\n    here\n",
        "import inspect\ndef f(*inspect):\n    here\n",
        "import inspect\ndef f():\n    inspect = 1\n    here\n",
        "import inspect\ndef f():\n    def inspect(): pass\n    here\n",
        "import inspect\ndef f():\n    with x as inspect: here\n",
        "import inspect\ndef f():\n    try: pass\n    except E as inspect: here\n",
        "import inspect\ndef g(inspect):\n    def f():\n        here\n",
        "import inspect\nclass A:\n    inspect = 1\n    x = here\n",
        "import inspect\nf = lambda inspect: here\n",
        "import inspect\nx = [here for inspect in ()]\n",
        "import inspect\ndef f():\n    print((inspect := 1), here)\n",
    ],
)
def test_an_import_that_may_not_be_in_force_is_made_under_a_fresh_name(text: str) -> None:
    assert ensured(text) == ("_inspect", "import inspect as _inspect")


def test_a_fresh_name_that_is_taken_gets_a_number() -> None:
    text = f"inspect = _inspect = 1\n{USE}"
    assert ensured(text) == ("_inspect_2", "import inspect as _inspect_2")


def test_a_fresh_import_of_an_earlier_run_is_used() -> None:
    text = f"import inspect as _inspect\ninspect = 1\n{USE}"
    assert ensured(text) == ("_inspect", "")


def test_a_module_from_which_all_is_imported_gets_no_public_name() -> None:
    assert ensured(USE, other="from m import *\n") == ("_inspect", "import inspect as _inspect")


def test_a_star_import_of_a_module_of_the_project_without_the_name_changes_nothing() -> None:
    text = f"import inspect\nfrom other import *\n{USE}"
    assert ensured(text, other="x = 1\n") == ("inspect", "")


def test_a_library_that_the_project_shadows_is_refused() -> None:
    assert ensured(USE, "types", types="x = 1\n") == ("types", "refused")


def test_a_module_of_a_package_is_used_through_its_own_import() -> None:
    text = f"from unittest import mock\n{USE}"
    assert ensured(text, "unittest.mock") == ("mock", "")


def test_a_package_that_is_imported_does_not_stand_for_the_module_in_it() -> None:
    text = f"import unittest\n{USE}"
    assert ensured(text, "unittest.mock") == ("unittest.mock", "import unittest.mock")


def test_a_package_is_imported_with_a_module_in_it() -> None:
    assert ensured(f"import unittest.mock\n{USE}", "unittest") == ("unittest", "")
    assert ensured(f"import unittest.mock as unittest\n{USE}", "unittest") == (
        "_unittest",
        "import unittest as _unittest",
    )


def test_an_import_stands_behind_those_of_the_future() -> None:
    text = f"from __future__ import annotations\n{USE}"
    project = project_of(m=text)
    module = module_of(project)
    place = next(node for node, _ in module.nodes(ast.Name) if node.id == "here")
    _, rewrites = ensure_import(module, "inspect", place, project)
    first, second, *_ = Rendered(text, rewrites).text.splitlines()
    assert (first, second) == ("from __future__ import annotations", "import inspect")


def test_a_module_of_a_package_that_is_imported_is_used() -> None:
    text = f"import unittest.mock\n{USE}"
    assert ensured(text, "unittest.mock") == ("unittest.mock", "")


def test_the_first_candidate_that_is_free_is_taken() -> None:
    assert fresh_name({"a", "b"}, "a", "b", "c") == "c"


def test_where_all_candidates_are_taken_the_last_gets_a_number() -> None:
    assert fresh_name({"a", "b", "b_2"}, "a", "b") == "b_3"


@pytest.mark.parametrize(
    "text",
    [
        "print(name)",
        "name = 1",
        "del name",
        "global name",
        "def name(): pass",
        "class name: pass",
        "def f(name): pass",
        "def f(*, name): pass",
        "lambda **name: 0",
        "import name",
        "import name.other",
        "from x import y as name",
        "try: pass\nexcept E as name: pass",
        "[0 for name in x]",
        "(name := 1)",
        "match x:\n    case name: pass",
        "match x:\n    case [*name]: pass",
        "match x:\n    case {**name}: pass",
        "globals()['name']",
        "patch('m.name')",
    ],
)
def test_a_name_that_is_bound_or_read_anywhere_is_taken(text: str) -> None:
    assert "name" in identifiers(module_of(project_of(m=text)))


def test_a_reserved_name_gets_an_underscore() -> None:
    assert unreserved_name("async", project_of(m="async = 1\n")) == "async_"


def test_a_reserved_name_gets_another_name_where_that_is_taken() -> None:
    project = project_of(m="async = 1\nasync_ = 2\n", other="async_ = 3\n")
    assert unreserved_name("async", project) == "async__2"


def test_a_reserved_name_may_get_a_name_that_modules_without_one_have() -> None:
    project = project_of(m="async = 1\n", other="async_ = 3\n")
    assert unreserved_name("async", project) == "async_"


def test_namesakes_of_one_family_get_private_names_of_their_own() -> None:
    base = "class A:\n    def f(self): pass\n"
    derived = "import base\nclass A(base.A):\n    def f(self): pass\n"
    project = project_of(base=base, derived=derived)
    functions = [function for module in project.modules for function in module.functions]
    names = [private_name("__x", function, project) for function in functions]
    assert names == ["__x", "__x_2"]


@pytest.mark.parametrize(
    "other",
    ["import m\nm.inspect = None\n", "setattr(m, 'inspect', 1)\n", "patch('m.inspect')\n"],
)
def test_an_import_that_is_patched_from_outside_is_not_in_force(other: str) -> None:
    name, added = ensured(f"import inspect\n{USE}", test=other)
    assert (name, added) == ("_inspect", "import inspect as _inspect")


@pytest.mark.parametrize(
    "text",
    ["globals()['inspect'] = 1\n", "vars().pop('inspect')\n", "exec(code)\n"],
)
def test_an_import_is_not_in_force_where_names_are_changed_as_a_table(text: str) -> None:
    assert ensured(f"import inspect\n{text}{USE}")[0] == "_inspect"


def test_a_module_that_lists_its_names_gets_a_private_one() -> None:
    assert ensured(f"NAMES = [n for n in globals() if n[0] != '_']\n{USE}")[0] == "_inspect"


def test_a_module_that_only_asks_for_its_names_keeps_its_import() -> None:
    assert ensured(f"import inspect\nx = globals()['y']\nregister(globals())\n{USE}") == (
        "inspect",
        "",
    )


PLACED = {
    "sorted": ("import asyncio\nimport os\n", 1),
    "in front of all": ("import os\nimport sys\n", 0),
    "behind all": ("import abc\nimport asyncio\n", 2),
    "behind some that are not sorted": ("import os\nimport abc\n", 2),
    "behind adjoining ones": ("import abc\nimport asyncio\n\nimport pkg\n", 2),
    "behind one of two lines": ("import abc, \\\n    ast\nimport asyncio\n", 3),
    "in front of other imports": ("import asyncio\nfrom a import b\nimport os\n", 1),
    "behind other imports": ("from a import b\nimport asyncio\n", 2),
    "in front of code": ("x = 1\nimport asyncio\n", 0),
    "behind a docstring": ('"""About."""\n\nx = 1\n', 2),
}


@pytest.mark.parametrize(("top", "line"), PLACED.values(), ids=PLACED)
def test_an_import_has_its_place_among_the_first_ones(top: str, line: int) -> None:
    text = top + USE
    project = project_of(m=text)
    module = module_of(project)
    place = next(node for node, _ in module.nodes(ast.Name) if node.id == "here")
    _, rewrites = ensure_import(module, "inspect", place, project)
    assert Rendered(text, rewrites).text.splitlines().index("import inspect") == line


def test_a_star_import_of_a_module_with_a_foreign_star_may_bind_the_name() -> None:
    text = f"import inspect\nfrom other import *\n{USE}"
    assert ensured(text, other="from lib import *\n")[0] == "_inspect"


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("pkg__m", USE, "types"),
        ("pkg__m", f"{USE}if __name__ == '__main__': f()\n", "refused"),
        ("m", USE, "refused"),
    ],
)
def test_a_script_finds_the_modules_beside_it_first(path: str, text: str, name: str) -> None:
    folder = path.rpartition("m")[0]
    others = {f"{folder}types": "", "pkg____init__": ""}
    sources = {path: text, **others}
    project = Project(
        Source(f"{name.replace('pkg__', 'pkg/')}.py", text.encode())
        for name, text in sources.items()
    )
    module = next(each for each in project.modules if each.source.path.endswith("m.py"))
    place = next(node for node, _ in module.nodes(ast.Name) if node.id == "here")
    _, rewrites = ensure_import(module, "types", place, project)
    assert any(rewrite.reason for rewrite in rewrites) is (name == "refused")


def test_what_is_not_reserved_keeps_its_name() -> None:
    assert unreserved_name("other", project_of(m="async = 1\n")) == "other"
