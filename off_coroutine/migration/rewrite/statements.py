"""The rewrites of whole statements, their lines and what stands above them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from off_coroutine.migration.rewrite.edits import Rewrite, Span
from off_coroutine.migration.rewrite.spans import bare, span
from off_coroutine.migration.semantics.scopes import Function, Module

_ASYNC = (3, "")  # nothing comes between it and what it stands in front of
_LINE = (2, "")  # imports and definitions of helpers at the same place come before it


def replace_statement(module: Module, node: ast.stmt, *parts: str | Span) -> Rewrite:
    """Put something in place of a statement."""
    return Rewrite(*bare(module, node), parts)


def remove_statement(module: Module, node: ast.stmt) -> Rewrite:
    """Remove a statement, with its line where nothing else stands on it."""
    source = module.source
    start, end = bare(module, node)
    rest = source.text[end : source.line_end(end)]
    if on_its_own_line(module, node) and not rest.strip() and len(block_of(module, node)) > 1:
        return Rewrite(source.line_start(start), source.next_line(end), ())
    return Rewrite(start, end, ("pass",))


def insert_before(module: Module, node: ast.stmt, line: str) -> Rewrite:
    """Put a simple statement in front of another one: on a line of its own if that has one."""
    source = module.source
    start = source.start(first_line(node))
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        start = source.text.rindex("@", 0, start) if node.decorator_list else start
    if source.text[source.line_start(start) : start].strip():
        return Rewrite(start, start, (f"{line}; ",), _LINE)
    return Rewrite(start, start, (f"{line}{source.newline}{source.indentation(start)}",), _LINE)


def insert_after(module: Module, node: ast.stmt, line: str) -> Rewrite:
    """Put a simple statement behind another one: on a line of its own if that has one."""
    source = module.source
    start, end = bare(module, node)
    rest = source.text[end : source.line_end(end)].strip()
    is_inline = source.text[source.line_start(start) : start].strip() or rest.startswith(";")
    if is_inline and not hasattr(node, "body"):
        return Rewrite(end, end, (f"; {line}",), _LINE)
    at = source.line_end(end)
    return Rewrite(at, at, (f"{source.newline}{source.indentation(start)}{line}",), _LINE)


def put_async(module: Module, node: ast.stmt) -> Rewrite:
    """Put `async` in front of a `def` or `with`."""
    start = module.source.start(node)
    return Rewrite(start, start, ("async ",), _ASYNC)


def decorate(module: Module, node: ast.stmt, decorator: str) -> Rewrite:
    """Put a decorator under those that a definition has."""
    source = module.source
    start = source.start(node)
    text = f"@{decorator}{source.newline}{source.indentation(start)}"
    return Rewrite(start, start, (text,), _LINE)


def remove_decorator(module: Module, decorator: ast.expr) -> Rewrite:
    """Remove a decorator with its line; a comment beside it stays on a line of its own."""
    source = module.source
    start = source.text.rindex("@", 0, source.start(decorator))
    end = span(module, decorator).end
    rest = source.text[end : source.line_end(end)]
    if rest.strip():
        return Rewrite(start, end + len(rest) - len(rest.lstrip()), ())
    return Rewrite(source.line_start(start), source.next_line(end), ())


def extract_async_method(function: Function, name: str, before: Iterable[str]) -> Iterator[Rewrite]:
    """Make a method an `async def` of another name, behind lines indented by four columns."""
    assert isinstance(function.node, ast.FunctionDef)
    source = function.module.source
    start = source.start(function.node)
    margin = source.indentation(start)
    inner = source.indentation(source.start(function.node.body[0])) or f"{margin}    "
    lines = [line.replace("    ", inner[len(margin) :]) for line in before]
    text = source.newline.join(f"{margin}{line}" if line else "" for line in lines)
    yield Rewrite(start, start, (f"{text.lstrip()}{source.newline}{margin}",), _LINE)
    yield put_async(function.module, function.node)
    yield rename(function, name)


def rename(function: Function, name: str) -> Rewrite:
    """Give a function another name where it is defined."""
    assert not isinstance(function.node, ast.Lambda)
    source = function.module.source
    keyword = source.text.index("def", source.start(function.node))
    at = source.text.index(function.name, keyword + len("def"))
    return Rewrite(at, at + len(function.name), (name,))


def block_of(module: Module, node: ast.stmt) -> list[ast.stmt]:
    """Return the statements among which one stands."""
    for _, value in ast.iter_fields(module.parents[node]):
        if isinstance(value, list) and node in value:
            return value
    raise ValueError("a statement stands in no block")


def on_its_own_line(module: Module, node: ast.stmt) -> bool:
    """Return whether only white space stands in front of a statement."""
    source = module.source
    start = source.start(node)
    return not source.text[source.line_start(start) : start].strip()


def first_line(node: ast.stmt) -> ast.expr | ast.stmt:
    """Return what a statement begins with: its first decorator, or it."""
    decorators = getattr(node, "decorator_list", [])
    return decorators[0] if decorators else node


def is_prologue(node: ast.stmt) -> bool:
    """Return whether a statement has to stand in front of imports: a docstring, `__future__`."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
