"""Rewrites of statements and of expressions, each by itself."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

import pytest

from off_coroutine.migration.rewrite.edits import Rendered, Rewrite
from off_coroutine.migration.rewrite.nodes import (
    add_argument,
    remove_argument,
    remove_names,
    replace_attribute,
    replace_yield_from,
)
from off_coroutine.migration.rewrite.spans import replace_node, wrap_node
from off_coroutine.migration.rewrite.statements import (
    decorate,
    extract_async_method,
    insert_after,
    insert_before,
    put_async,
    remove_decorator,
    remove_statement,
    rename,
    replace_statement,
)
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.source_file import Source

Node = TypeVar("Node", bound=ast.AST)


def rewritten(
    text: str, kind: type[Node], rewrite: Callable[[Module, Node], Rewrite], name: str = "x"
) -> str:
    """Return a text after a rewrite of its first node of a kind that has a name in it."""
    module = Module(Source("m.py", text.encode()), "m")
    node = next(
        node for node in ast.walk(module.node) if isinstance(node, kind) and _names(node, name)
    )
    return Rendered(text, [rewrite(module, node)]).text


def _names(node: ast.AST, name: str) -> bool:
    return any(name in (getattr(n, "id", ""), getattr(n, "name", "")) for n in ast.walk(node))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = x\n", "a = y\n"),
        ("a = (x)\n", "a = y\n"),
        ("return_ = f((x))\n", "return_ = f(y)\n"),
        ("if(x): pass\n", "if y: pass\n"),
    ],
)
def test_an_expression_is_replaced_with_its_parentheses(before: str, after: str) -> None:
    assert rewritten(before, ast.Name, lambda m, n: replace_node(m, n, "y")) == after


def test_an_expression_is_wrapped_with_its_parentheses() -> None:
    wrapped = rewritten("a = (x)\n", ast.Name, lambda m, n: wrap_node(m, n, "f(", ")"))
    assert wrapped == "a = f((x))\n"


def test_what_stands_in_an_f_string_cannot_be_written() -> None:
    module = Module(Source("m.py", b'f"{x}"\n'), "m")
    ((node, _),) = module.nodes(ast.Name)
    assert replace_node(module, node, "y").reason


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(x=1)", "f()"),
        ("f(a, x=1)", "f(a)"),
        ("f((a), x=1)", "f((a))"),
        ("f(x=1, y=2)", "f(y=2)"),
        ("f(a, x=(1), y=2)", "f(a, y=2)"),
        ("f(a, x=1,)", "f(a,)"),
        ("f(\n    a,  # a\n    x=1,\n)", "f(\n    a,  # a\n    \n)"),
    ],
)
def test_an_argument_goes_with_its_comma(before: str, after: str) -> None:
    def removed(module: Module, call: ast.Call) -> Rewrite:
        (keyword,) = (keyword for keyword in call.keywords if keyword.arg == "x")
        return remove_argument(module, keyword, call)

    assert rewritten(before, ast.Call, removed, "f") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(n=1)"),
        ("f(a)", "f(a, n=1)"),
        ("f((a))", "f((a), n=1)"),
        ("f(a, b=2)", "f(a, n=1, b=2)"),
        ("f(b=2)", "f(n=1, b=2)"),
    ],
)
def test_an_argument_is_added_behind_the_positional_ones(before: str, after: str) -> None:
    assert rewritten(before, ast.Call, lambda m, n: add_argument(m, n, "n=1"), "f") == after


def test_an_attribute_gets_another_name() -> None:
    renamed = rewritten("(x).a . b", ast.Attribute, lambda m, n: replace_attribute(m, n, "c"))
    assert renamed == "(x).a . c"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return (yield from x)", "return await x"),
        ("return(yield from x)", "return await x"),
        ("yield from x or y", "await (x or y)"),
        ("yield from (x or y)", "await (x or y)"),
        ("yield from (\n        x)", "await (\n        x)"),
        ("(yield from x).a", "(await x).a"),
        ("f((yield from x))", "f(await x)"),
        ("f((yield from x), 1)", "f(await x, 1)"),
        ("yield from x.__await__()", "await x"),
        ("return ((yield from x))", "return (await x)"),
        ("yield from x if y else z", "await (x if y else z)"),
        ("yield from (x, y)", "await (x, y)"),
        ("yield from lambda: x", "await (lambda: x)"),
    ],
)
def test_await_stands_for_yield_from(before: str, after: str) -> None:
    text = f"def f():\n    {before}\n"
    assert rewritten(text, ast.YieldFrom, replace_yield_from) == f"def f():\n    {after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x\ny\n", "n\nx\ny\n"),
        ("if y:\n    x\n", "if y:\n    n\n    x\n"),
        ("if y: x\n", "if y: n; x\n"),
        ("y; x\n", "y; n; x\n"),
        ("if y: pass\nelse: x\n", "if y: pass\nelse: n; x\n"),
        ("if y: pass\nelse:\n\tx\n", "if y: pass\nelse:\n\tn\n\tx\n"),
    ],
)
def test_a_statement_is_inserted_before_another_one(before: str, after: str) -> None:
    assert rewritten(before, ast.Expr, lambda m, n: insert_before(m, n, "n")) == after


def test_a_statement_is_inserted_above_decorators() -> None:
    text = "@y\ndef x(): pass\n"
    inserted = rewritten(text, ast.FunctionDef, lambda m, n: insert_before(m, n, "n"))
    assert inserted == f"n\n{text}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x\ny\n", "x\nn\ny\n"),
        ("x  # why\n", "x  # why\nn\n"),
        ("if y: x\n", "if y: x; n\n"),
        ("x; y\n", "x; n; y\n"),
        ("y; x\n", "y; x; n\n"),
        ("if y:\n    x\nz\n", "if y:\n    x\n    n\nz\n"),
        ("if y: pass\nelse: x\n", "if y: pass\nelse: x; n\n"),
        ("x", "x\nn"),
    ],
)
def test_a_statement_is_inserted_after_another_one(before: str, after: str) -> None:
    assert rewritten(before, ast.Expr, lambda m, n: insert_after(m, n, "n")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x\ny\n", "y\n"),
        ("if y:\n    x\n", "if y:\n    pass\n"),
        ("if y: x\n", "if y: pass\n"),
        ("y; x\n", "y; pass\n"),
        ("y\nx  # why\n", "y\npass  # why\n"),
    ],
)
def test_a_statement_goes_with_its_line_where_it_is_alone(before: str, after: str) -> None:
    assert rewritten(before, ast.Expr, remove_statement) == after


def test_a_statement_is_replaced() -> None:
    assert rewritten("y; x\n", ast.Expr, lambda m, n: replace_statement(m, n, "n")) == "y; n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@x\ndef f(): pass\n", "def f(): pass\n"),
        ("@(x)\ndef f(): pass\n", "def f(): pass\n"),
        ("@x  # why\ndef f(): pass\n", "# why\ndef f(): pass\n"),
        ("@y\n@x\ndef f(): pass\n", "@y\ndef f(): pass\n"),
    ],
)
def test_a_decorator_goes_with_its_line(before: str, after: str) -> None:
    assert rewritten(before, ast.Name, remove_decorator) == after


def test_async_stands_between_a_new_decorator_and_the_definition() -> None:
    text = "class A:\n    def x(self): pass\n"
    module = Module(Source("m.py", text.encode()), "m")
    (function,) = module.functions
    assert isinstance(function.node, ast.FunctionDef)
    rewrites = [put_async(module, function.node), decorate(module, function.node, "y")]
    assert Rendered(text, rewrites).text == "class A:\n    @y\n    async def x(self): pass\n"


def test_a_function_is_renamed_where_it_is_defined() -> None:
    text = "def  ef(ef): pass\n"
    module = Module(Source("m.py", text.encode()), "m")
    assert Rendered(text, [rename(module.functions[0], "x")]).text == "def  x(ef): pass\n"


def test_a_method_is_extracted_with_its_indentation() -> None:
    text = "class A:\n\tdef f(self):\n\t\tx\n"
    module = Module(Source("m.py", text.encode()), "m")
    rewrites = extract_async_method(module.functions[0], "g", ["def f(self):", "    return 1", ""])
    assert Rendered(text, rewrites).text == (
        "class A:\n\tdef f(self):\n\t\treturn 1\n\n\tasync def g(self):\n\t\tx\n"
    )


@pytest.mark.parametrize(
    ("names", "after"), [("x, y", "y"), ("y, x", "y"), ("y, x, z", "y, z"), ("(y, x)", "(y)")]
)
def test_a_name_goes_from_an_import(names: str, after: str) -> None:
    text = f"from a import {names}\n"
    module = Module(Source("m.py", text.encode()), "m")
    ((node, _),) = module.nodes(ast.ImportFrom)
    dropped = [alias for alias in node.names if alias.name == "x"]
    assert Rendered(text, remove_names(module, node, dropped)).text == f"from a import {after}\n"
