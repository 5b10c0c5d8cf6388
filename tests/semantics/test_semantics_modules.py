"""Which modules imports mean, and what names mean across them."""

from __future__ import annotations

import ast

from off_coroutine.migration.semantics.import_graph import ImportGraph
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.source.source_file import Source
from semantics.reading import at, expression, function, means, project

TWO = {
    "x__helpers": "def get(): pass\n",
    "y__helpers": "def get(): pass\n",
    "x__start": "from helpers import get\n",
    "y__start": "import helpers\n",
    "z__start": "from helpers import get\n",
}


def paths(text: str, path: str, files: dict[str, str]) -> list[str]:
    owner = project(**files)
    return [scope.module.source.path for scope in means(text, path, owner).scopes]


def test_a_script_imports_the_module_beside_it() -> None:
    assert paths("get", "x/start.py", TWO) == ["x/helpers.py"]
    assert paths("helpers.get", "y/start.py", TWO) == ["y/helpers.py"]


def test_of_two_modules_elsewhere_either_may_be_meant() -> None:
    owner = project(**TWO)
    found = means("get", "z/start.py", owner)
    assert len(found.scopes) == 2 and found.is_complete and not found.is_certain


def test_one_module_elsewhere_is_meant() -> None:
    owner = project(
        src__pkg__init="", src__pkg__a="def f(): pass\n", tests__test_a="from pkg.a import f\n"
    )
    assert means("f", "tests/test_a.py", owner).is_certain


def test_a_relative_import_is_that_of_the_folder() -> None:
    files = {"x__a": "from .b import f\n", "x__b": "def f(): pass\n", "y__b": "def f(): pass\n"}
    assert paths("f", "x/a.py", files) == ["x/b.py"]


def test_a_relative_import_goes_out_of_a_folder_without_init() -> None:
    files = {"n__s__a": "from ..b import f\n", "n__b": "def f(): pass\n", "b": "def f(): pass\n"}
    assert paths("f", "n/s/a.py", files) == ["n/b.py"]


def test_a_folder_without_init_is_a_namespace() -> None:
    files = {
        "m": "import x.helpers\nfrom x import helpers as h\n",
        "x__helpers": "def get(): pass\n",
    }
    assert paths("x.helpers.get", "m.py", files) == ["x/helpers.py"]
    assert paths("h.get", "m.py", files) == ["x/helpers.py"]


def test_two_packages_of_one_name_are_kept_apart() -> None:
    files = {
        "one__p__init": "",
        "one__p__a": "from p.b import f\n",
        "one__p__b": "def f(): pass\n",
        "two__p__init": "",
        "two__p__b": "def f(): pass\n",
    }
    assert paths("f", "one/p/a.py", files) == ["one/p/b.py"]


def test_an_import_under_another_name_is_followed() -> None:
    files = {"p__init": "", "p__a": "def f(): pass\n", "m": "import p.a as q\n"}
    assert paths("q.f", "m.py", files) == ["p/a.py"]


def test_a_package_may_import_its_own_module_by_name() -> None:
    files = {"p__init": "from . import a\n", "p__a": "def f(): pass\n", "m": "from p import a\n"}
    assert paths("a.f", "m.py", files) == ["p/a.py"]


def test_a_package_re_exports() -> None:
    files = {"p__init": "from .a import f\n", "p__a": "def f(): pass\n", "m": "import p\n"}
    assert paths("p.f", "m.py", files) == ["p/a.py"]


def test_a_name_of_the_package_hides_its_module() -> None:
    owner = project(p__init="from .a import *\n", p__a="def a(): pass\n", m="from p import a\n")
    found = means("a", "m.py", owner)
    assert not found.modules and len(found.scopes) == 1


def test_asyncio_is_found_through_a_module_that_imports_it() -> None:
    owner = project(compat="import asyncio\n", m="from compat import asyncio\n")
    assert owner.qualified_name(expression("asyncio.sleep"), at("m.py", owner)) == "asyncio.sleep"


def test_asyncio_is_found_through_a_fallback_but_not_certain() -> None:
    owner = project(
        compat="try:\n    import asyncio\nexcept ImportError:\n    asyncio = None\n",
        m="from compat import asyncio\n",
    )
    found = means("asyncio.sleep", "m.py", owner)
    assert found.names == ["asyncio.sleep"] and not found.is_complete


def test_a_value_that_is_called_asyncio_is_unknown() -> None:
    owner = project(m="config = {}\nasyncio = config['asyncio']\n")
    found = means("asyncio.sleep", "m.py", owner)
    assert not found.names and not found.is_complete


def test_a_star_import_of_asyncio_brings_its_names() -> None:
    owner = project(m="from asyncio import *\n")
    assert means("coroutine", "m.py", owner).names == ["asyncio.coroutine"]
    assert not means("print", "m.py", owner).names


def test_a_star_import_brings_the_public_names_of_a_module() -> None:
    owner = project(a="def f(): pass\ndef _g(): pass\n", m="from a import *\n")
    assert "f" in owner.modules[1].bindings and "_g" not in owner.modules[1].bindings


def test_a_star_import_honours_all() -> None:
    owner = project(
        a="__all__ = ['_g'] + ['h']\n__all__ += ['i']\ndef f(): pass\ndef _g(): pass\n",
        m="from a import *\n",
    )
    assert owner.modules[1].bindings.keys() == {"*", "_g", "h", "i"}


def test_star_imports_go_through_one_another_in_circles() -> None:
    owner = project(
        a="from b import *\ndef f(): pass\n",
        b="from c import *\ndef g(): pass\n",
        c="from a import *\ndef h(): pass\n",
    )
    assert all({"f", "g", "h"} <= each.bindings.keys() for each in owner.modules)


def test_a_star_import_from_elsewhere_makes_other_names_unknown() -> None:
    owner = project(m="from elsewhere import *\n")
    assert owner.modules[0].bindings_of("anything") == [None]


def test_a_star_import_from_elsewhere_may_rebind_what_stands_above() -> None:
    owner = project(m="import a\nfrom elsewhere import *\nimport b\n")
    assert owner.modules[0].bindings["a"] == ["a", None]
    assert owner.modules[0].bindings["b"] == ["b"]


def test_unknown_names_are_handed_on() -> None:
    owner = project(a="from elsewhere import *\n", m="from a import *\n")
    assert all(each.has_unknown_names for each in owner.modules)


def test_a_definition_below_a_star_import_is_what_its_name_means() -> None:
    owner = project(m="from asyncio import *\ndef sleep(): pass\n")
    assert means("sleep", "m.py", owner).is_certain


def test_either_of_two_bindings_may_be_meant() -> None:
    owner = project(m="if x:\n    def f(): pass\nelse:\n    def f(): pass\n")
    found = means("f", "m.py", owner)
    assert found.is_complete and not found.is_certain


def test_a_circle_of_names_ends() -> None:
    owner = project(a="from b import x\n", b="from a import x\n")
    assert means("x", "a.py", owner) == ([], [], [], False)


def test_a_full_name_is_followed_to_where_it_comes_from() -> None:
    owner = project(p__init="", p__a="import asyncio\n")
    assert owner.canonical_name("p.a.asyncio.async") == "asyncio.async"


def test_the_owner_of_a_name_is_unknown_if_two_modules_may_be_meant() -> None:
    owner = project(**TWO)
    assert owner.owner_of("helpers.get") == (None, "get")
    module, name = owner.owner_of("helpers.get", at("x/start.py", owner))
    assert module is at("x/helpers.py", owner) and name == "get"


def test_importers_are_the_modules_that_take_names_of_one() -> None:
    owner = project(**TWO)
    importers = owner.importers[at("x/helpers.py", owner)]
    assert [each.source.path for each, _ in importers] == ["x/start.py", "z/start.py"]


def test_a_module_is_about_asyncio_by_the_module_beside_it() -> None:
    files = {
        "x__helpers": "import asyncio\n",
        "y__helpers": "",
        "x__a": "import helpers\n",
        "y__a": "import helpers\n",
    }
    owner = project(**files)
    about = {each.source.path for each in ImportGraph(owner).modules(set())}
    assert about == {"x/helpers.py", "x/a.py"}


def test_private_methods_are_found_in_their_classes() -> None:
    owner = project(m="class A:\n    def __f(self): pass\n")
    (found,) = owner.methods(owner.modules[0].classes, "__f")
    assert isinstance(found.node, ast.FunctionDef)


def test_a_reserved_name_that_a_package_brings_is_no_module() -> None:
    owner = project(
        p__init="from .impl import *\n", p__impl="def async(): pass\n", p__async="", m="import p\n"
    )
    assert not owner.named("p.async", at("m.py", owner)).modules
    assert owner.has_module("p.async")


def test_a_long_chain_of_star_imports_is_followed_to_its_end() -> None:
    files = {f"m{place}": f"from m{place + 1} import *\n" for place in range(60)}
    owner = project(**files, m60="def f(): pass\n")
    assert "f" in at("m0.py", owner).bindings


def test_a_library_stays_itself_in_a_package_that_is_the_current_folder() -> None:
    sources = {"__init__.py": "", "m.py": "import asyncio\nx = asyncio.coroutine\n"}
    owner = Project(Source(path, text.encode()) for path, text in sources.items())
    module = next(each for each in owner.modules if each.source.path == "m.py")
    value = next(node for node, _ in module.nodes(ast.Attribute))
    assert owner.qualified_name(value, module) == "asyncio.coroutine"


def test_names_that_stand_for_themselves_are_followed_once_each() -> None:
    steps = "".join(f"    node = node.next{place}\n" for place in range(40))
    owner = project(
        m=f"import asyncio\ndef f():\n    node = asyncio\n{steps}    return node.sleep\n"
    )
    returned = function("f", owner.modules[0]).returns[0].value
    assert returned is not None
    found = owner.meanings(returned, function("f", owner.modules[0]))
    assert "asyncio.sleep" in found.names and not found.is_complete


def test_star_imports_of_one_another_leave_no_doubt() -> None:
    stars = "".join(f"from m{place} import *\n" for place in range(12))
    files = {f"m{place}": stars for place in range(12)}
    owner = project(**{**files, "m0": f"{stars}from m12 import *\n"}, m12="def f(): pass\n")
    assert means("f", "m11.py", owner).is_certain


def test_a_builtin_beside_a_function_is_something_else() -> None:
    owner = project(m="def f(): pass\ng = f\nif x:\n    g = print\n")
    found = means("g", "m.py", owner)
    assert len(found.scopes) == 1 and not found.is_complete


def test_an_attribute_of_a_value_is_something_else() -> None:
    owner = project(m="def f(): pass\ng = f\nif x:\n    g = h().f\n")
    assert not means("g", "m.py", owner).is_complete


def test_one_function_found_in_two_ways_is_one() -> None:
    owner = project(
        a="def f(): pass\n", m="if x:\n    from a import f\nelse:\n    from a import f\n"
    )
    assert means("f", "m.py", owner).is_certain
    assert len(owner.definition(expression("f"), at("m.py", owner))) == 1


def test_a_name_of_too_many_meanings_may_be_anything() -> None:
    steps = "".join(
        f"n{place + 1} = n{place}.a\nif x:\n    n{place + 1} = n{place}.b\n" for place in range(12)
    )
    owner = project(m=f"import asyncio as n0\n{steps}")
    found = means("n12", "m.py", owner)
    assert found.names and not found.is_complete
