"""Where nodes stand: with their own parentheses, and with nobody else's."""

from __future__ import annotations

import ast

import pytest

from off_coroutine.migration.rewrite.spans import innermost_parentheses, span
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.source_file import Source


def placed(text: str, name: str = "x") -> str:
    """Return the text of the one node of a name, with its own parentheses."""
    module = Module(Source("m.py", text.encode()), "m")
    (node,) = [node for node, _ in module.nodes(ast.Name) if node.id == name]
    start, end = span(module, node)
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", "x"),
        ("(x)", "(x)"),
        ("((x))", "((x))"),
        ("( x )", "( x )"),
        ("f(x)", "x"),
        ("@(x)\ndef f(y): pass", "(x)"),
        ("@(x)\nclass C(y): pass", "(x)"),
        ("@y\n@(x)\nclass C((z)): pass", "(x)"),
        ("@y\nclass C((x)): pass", "(x)"),
        ("@y\nclass C(x): pass", "x"),
        ("class C(y, (x)): pass", "(x)"),
        ("(f)((x))", "(x)"),
        ("f((x))(y)", "(x)"),
        ("f((x))", "(x)"),
        ("f((x),)", "(x)"),
        ("f(x, y)", "x"),
        ("f((x), y)", "(x)"),
        ("f(y, (x))", "(x)"),
        ("f(y, x)", "x"),
        ("f(a=(x))", "(x)"),
        ("f(*(x))", "(x)"),
        ("(f)(x)", "x"),
        ("(x)(f)", "(x)"),
        ("(x).a", "(x)"),
        ("(x or y).a", "x"),
        ("((x) or y).a", "(x)"),
        ("(y or (x)).a", "(x)"),
        ("a[(x)]", "(x)"),
        ("a[x]", "x"),
        ("(x, y)", "x"),
        ("((x), y)", "(x)"),
        ("[(x)]", "(x)"),
        ("{1: (x)}", "(x)"),
        ("(x) if y else z", "(x)"),
        ("y if (x) else z", "(x)"),
        ("[y for y in (x)]", "(x)"),
        ("[y for y in z if (x)]", "(x)"),
        ("[(x) for y in z]", "(x)"),
        ("lambda: (x)", "(x)"),
        ("lambda y=(x): y", "(x)"),
        ("not (x)", "(x)"),
        ("if (x): pass", "(x)"),
        ("while(x): pass", "(x)"),
        ("with (x): pass", "(x)"),
        ("with (x) as y: pass", "(x)"),
        ("del (x)", "(x)"),
        ("assert (x), y", "(x)"),
        ("class A(x): pass", "x"),
        ("class A((x)): pass", "(x)"),
        ("class A(y, (x)): pass", "(x)"),
        ("def f(a=(x)): pass", "(x)"),
        ("@(x)\ndef f(): pass", "(x)"),
        ("@f(x)\ndef g(): pass", "x"),
        ("@f((x))\nclass A: pass", "(x)"),
        ("(  # why (\n    x  # )\n)", "(  # why (\n    x  # )\n)"),
        ("f(  # why (\n    x\n)", "x"),
        ("f(\n    (\n        x\n    ),\n)", "(\n        x\n    )"),
        ("a = (\\\n    x)", "(\\\n    x)"),
        ('f("(", (x), ")")', "(x)"),
    ],
)
def test_a_span_has_the_parentheses_that_are_its_own(text: str, expected: str) -> None:
    assert placed(text) == expected


@pytest.mark.parametrize("text", ["f(y for y in z)", "f((y for y in z))"])
def test_a_generator_in_the_parentheses_of_a_call_has_none(text: str) -> None:
    module = Module(Source("m.py", text.encode()), "m")
    call = next(node for node, _ in module.nodes(ast.Call))
    start, end = span(module, call.args[0])
    assert text[start:end] == text[2:-1]


def test_the_innermost_parentheses_are_one_pair() -> None:
    text = "((x))"
    module = Module(Source("m.py", text.encode()), "m")
    ((node, _),) = module.nodes(ast.Name)
    assert innermost_parentheses(module, node) == (1, 4)
