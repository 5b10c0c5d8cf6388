"""What names are bound to where they are read."""

from __future__ import annotations

import ast

from off_coroutine.migration.semantics.scopes import Comprehension, iterable_scope
from semantics.reading import function, module, shown, where_read


def test_a_comprehension_binds_its_targets_itself() -> None:
    owner = module("def f(y):\n    return [x for x in y]\n")
    assert "x" not in function("f", owner).bindings
    assert "x" in owner.comprehensions[0].bindings


def test_a_comprehension_is_run_by_the_function_around_it() -> None:
    owner = module("def f(y):\n    return [[z for z in x] for x in y]\n")
    assert {each.frame for each in owner.comprehensions} == {function("f", owner)}


def test_the_first_iterable_is_evaluated_outside_of_the_comprehension() -> None:
    owner = module("def f(x):\n    return [x for x in x]\n")
    (clause, scope), *_ = owner.nodes(ast.comprehension)
    assert iterable_scope(clause, scope) is function("f", owner)


def test_a_second_iterable_is_evaluated_in_the_comprehension() -> None:
    owner = module("def f(x):\n    return [z for y in x for z in y]\n")
    clauses = {
        clause.target.id: item
        for item in owner.nodes(ast.comprehension)
        if isinstance((clause := item[0]).target, ast.Name)
    }
    assert isinstance(iterable_scope(*clauses["z"]), Comprehension)


def test_a_comprehension_does_not_see_the_names_of_a_class() -> None:
    owner = module("x = 1\nclass A:\n    x = 2\n    y = [x for _ in ()]\n")
    scope = owner.comprehensions[0]
    assert scope.defining_scope("x") is owner


def test_a_method_does_not_see_the_names_of_its_class() -> None:
    owner = module("class A:\n    x = 2\n    def f(self):\n        return x\n")
    assert where_read("x", owner).bindings_of("x") == []


def test_the_body_of_a_class_sees_its_names() -> None:
    owner = module("x = 1\nclass A:\n    x = 2\n    y = x\n")
    assert shown(where_read("x", owner).bindings_of("x")) == ["2"]


def test_what_a_function_assigns_under_global_is_bound_in_the_module() -> None:
    owner = module("x = 1\ndef f():\n    global x\n    x = 2\n")
    assert sorted(map(str, shown(owner.bindings["x"]))) == ["1", "2"]
    assert "x" not in function("f", owner).bindings


def test_a_value_of_local_names_is_unknown_in_the_module() -> None:
    owner = module("def f(y):\n    global x\n    x = y\n")
    assert owner.bindings["x"] == [None]


def test_a_function_inside_reads_the_global_that_the_one_around_declares() -> None:
    owner = module(
        "def e():\n    x = 0\n    def f():\n        global x\n        x = 1\n"
        "        def g():\n            return x\n"
    )
    assert where_read("x", owner).defining_scope("x") is owner


def test_nonlocal_assigns_a_name_of_the_function_around() -> None:
    owner = module("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n")
    assert len(function("f", owner).bindings["x"]) == 2
    assert function("g", owner).defining_scope("x") is function("f", owner)


def test_a_walrus_in_a_comprehension_binds_in_the_function() -> None:
    owner = module("def f(y):\n    return [z := x for x in y]\n")
    assert function("f", owner).bindings["z"] == [None]
    assert owner.comprehensions[0].defining_scope("z") is function("f", owner)


def test_a_walrus_outside_of_a_comprehension_has_its_value() -> None:
    owner = module("def f(y):\n    if (z := y()):\n        pass\n")
    assert shown(function("f", owner).bindings["z"]) == ["y()"]


def test_a_private_name_is_another_one_outside_of_its_class() -> None:
    owner = module("__x = 1\nclass A:\n    def f(self):\n        return __x\n")
    assert where_read("__x", owner).bindings_of("__x") == []


def test_a_private_global_has_the_name_of_its_class() -> None:
    owner = module("class A:\n    def f(self):\n        global __x\n        __x = 1\n")
    assert "_A__x" in owner.bindings
    assert shown(function("f", owner).bindings_of("__x")) == ["1"]


def test_a_pattern_binds_what_it_captures() -> None:
    owner = module(
        "def f(x):\n    match x:\n        case {'a': a, **b}: pass\n"
        "        case [c, *d] as e: pass\n"
    )
    assert {"a", "b", "c", "d", "e"} <= function("f", owner).bindings.keys()


def test_a_handler_binds_its_name_and_deletes_it() -> None:
    owner = module("try:\n    pass\nexcept E as e:\n    pass\n")
    assert owner.bindings["e"] == [None]
    assert owner.deleted == {"e"}


def test_a_deletion_makes_a_name_local() -> None:
    owner = module("x = 1\ndef f():\n    del x\n")
    assert function("f", owner).defining_scope("x") is function("f", owner)


def test_a_deleted_global_is_deleted_in_the_module() -> None:
    owner = module("x = 1\ndef f():\n    global x\n    del x\n")
    assert owner.deleted == {"x"}


def test_an_annotation_alone_makes_a_name_local() -> None:
    owner = module("x = 1\ndef f():\n    x: int\n    return x\n")
    assert where_read("x", owner).bindings_of("x") == [None]


def test_an_annotation_alone_gives_a_class_no_attribute() -> None:
    owner = module("class A:\n    x: int\n")
    assert owner.classes[0].annotated == {"x"}
    assert "x" not in owner.classes[0].bindings


def test_an_import_of_a_submodule_binds_the_package() -> None:
    owner = module("import a.b\nimport c.d as e\n")
    assert (owner.bindings["a"], owner.bindings["e"]) == (["a"], ["c.d"])


def test_class_in_a_method_is_the_class_around() -> None:
    owner = module("class A:\n    def f(self):\n        return __class__\n")
    assert where_read("__class__", owner).bindings_of("__class__") == [owner.classes[0].node]


def test_what_is_loaded_deleted_or_declared_is_read() -> None:
    owner = module("def f():\n    global a\n    del b\n    c\n    d = 1\n    e += 1\n")
    assert function("f", owner).reads == {"a", "b", "c", "e"}


def test_an_argument_of_a_decorator_is_read_outside_of_the_function() -> None:
    owner = module("@d(x)\ndef f(y=z): pass\n")
    assert {"d", "x", "z"} <= owner.reads
    assert not function("f", owner).reads


def test_a_statement_of_the_body_binds_unconditionally() -> None:
    owner = module("import x\n")
    assert [site.is_conditional for site in owner.binding_sites("x")] == [False]


def test_branches_loops_and_blocks_bind_conditionally() -> None:
    owner = module(
        "if a:\n    import b\nfor c in d:\n    e = 1\ntry:\n    f = 1\nexcept E:\n    pass\n"
        "with g as h:\n    i = 1\nwhile (j := k()):\n    pass\n"
    )
    found = {name: owner.binding_sites(name)[0].is_conditional for name in "bcefhij"}
    assert found == {"b": True, "c": True, "e": True, "f": True, "h": False, "i": True, "j": False}


def test_what_a_function_binds_under_global_is_conditional() -> None:
    owner = module("def f():\n    global x\n    x = 1\n")
    assert [site.is_conditional for site in owner.binding_sites("x")] == [True]


def test_the_site_of_an_import_is_its_alias() -> None:
    owner = module("from a import b as c\n")
    (site,) = owner.binding_sites("c")
    assert isinstance(site.node, ast.alias) and site.node.name == "b"


def test_names_of_a_comprehension_are_not_those_of_its_function() -> None:
    owner = module("def f(y):\n    z = 1\n    return [x for x in y]\n")
    inner = owner.comprehensions[0]
    assert inner.local_bindings("x") == [None]
    assert shown(inner.local_bindings("z")) == ["1"]
    assert inner.local_bindings("f") == []


def test_a_yield_in_a_lambda_belongs_to_the_lambda() -> None:
    owner = module("def f():\n    return lambda: (yield)\n")
    assert not function("f", owner).yields and function("", owner).yields


def test_a_binding_of_the_function_hides_that_of_the_module() -> None:
    owner = module("import x\ndef f(x):\n    return x\n")
    assert where_read("x", owner).bindings_of("x") == [None]


def test_reading_an_unbound_name_does_not_bind_it() -> None:
    owner = module("x\n")
    assert owner.bindings_of("x") == [] and "x" not in owner.bindings
