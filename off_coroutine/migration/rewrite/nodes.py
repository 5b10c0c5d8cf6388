"""The edits that rules are made of."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator

from off_coroutine.migration.rewrite.edits import Edit
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.scopes import Function, Module
from off_coroutine.migration.source.source_file import Source

_LAYOUT = r"(?:[ \t\f]|\\?(?:\r\n|\r|\n)|#[^\r\n]*)"
YIELD_FROM = re.compile(rf"yield({_LAYOUT}+)from\b([ \t]*){_LAYOUT}*")
_COMMA = re.compile(r"\s*,")

# Operands that `await` takes without parentheses.
_PRIMARY = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.JoinedStr)
_BRACKETED = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

# What may hold `await x` without parentheses around it.
_HOLDS_AWAIT = (
    *(ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.If, ast.While, ast.For),
    *(ast.Assert, ast.Raise, ast.keyword, ast.BinOp, ast.Compare, ast.BoolOp, ast.UnaryOp),
    *(ast.IfExp, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.comprehension, ast.Starred),
)


def remove_decorator(source: Source, decorator: ast.expr) -> Edit:
    """Remove a decorator with its line; a comment beside it stays on a line of its own."""
    start = source.text.rindex("@", 0, source.start(decorator))
    end = source.end(decorator)
    rest = source.text[end : source.line_end(end)]
    if rest.strip():
        return Edit(start, end + len(rest) - len(rest.lstrip()), "")
    return Edit(source.line_start(start), source.next_line(end), "")


def add_async(source: Source, function: Function) -> Edit:
    """Put `async` in front of `def`."""
    assert isinstance(function.node, ast.FunctionDef)
    start = source.start(function.node)
    return Edit(start, start, "async ")


def extract_async_method(function: Function, name: str, before: Iterable[str]) -> Iterator[Edit]:
    """Make a method an `async def` of another name, behind lines indented by four columns."""
    assert isinstance(function.node, ast.FunctionDef)
    source = function.module.source
    start = source.start(function.node)
    margin = source.indentation(start)
    inner = source.indentation(source.start(function.node.body[0])) or f"{margin}    "
    lines = [line.replace("    ", inner[len(margin) :]) for line in before]
    text = source.newline.join(f"{margin}{line}" if line else "" for line in lines)
    yield Edit(start, start, f"{text.lstrip()}{source.newline}{margin}async ")
    at = source.text.index(function.name, start)
    yield Edit(at, at + len(function.name), name)


def replace_yield_from(module: Module, node: ast.YieldFrom) -> Iterator[Edit]:
    """Put `await` in place of `yield from`, with the parentheses that its precedence asks for."""
    source = module.source
    start = source.start(node)
    found = YIELD_FROM.match(source.text, start)
    assert found is not None
    if found[1].strip(" \t"):  # a comment or the end of a line stands in between
        yield Edit(start, start + 5, "await")
        yield Edit(found.end(1), found.end(2), "")
    else:
        gap = found[2] if source.text[found.end(2)] in "\r\n#" else " "
        yield Edit(start, found.end(2), f"await{gap}")
    asked = _asked_for_iterator(node.value)
    if asked is not None:
        yield Edit(source.end(asked), source.end(node.value), "")
    if (
        not _binds_tightly(node.value)
        and "(" not in source.text[found.end() : source.start(node.value)]
    ):
        at, end = source.start(node.value), source.end(node.value)
        if source.text[found.end() - 1] != "(":
            yield Edit(at, at, "(")
            yield Edit(end, end, ")")
    yield from strip_parentheses(module, node)


def _asked_for_iterator(value: ast.expr) -> ast.expr | None:
    """Return what `__await__()` or `__iter__()` is called on: `await` does that itself."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.value if value.func.attr in AWAITABLE else None
    return None


def _binds_tightly(value: ast.expr) -> bool:
    return isinstance(value, _PRIMARY + _BRACKETED + (ast.GeneratorExp,))


def strip_parentheses(module: Module, node: ast.expr) -> Iterator[Edit]:
    """Remove the parentheses around an expression on one line that `await` does not need."""
    parent = module.parents[node]
    if not (
        isinstance(parent, _HOLDS_AWAIT)
        or (isinstance(parent, ast.Call) and node is not parent.func)
        or (isinstance(parent, ast.Subscript) and node is parent.slice)
    ):
        return
    span = surrounding(module.source, node)
    if span is None:
        return
    opening, closing = span
    text = module.source.text
    if "\n" in text[opening:closing] or _joins(text[closing + 1 : closing + 2]):
        return
    yield Edit(
        opening, module.source.start(node), " " if _joins(text[opening - 1 : opening]) else ""
    )
    yield Edit(module.source.end(node), closing + 1, "")


def surrounding(source: Source, node: ast.expr) -> tuple[int, int] | None:
    """Return the offsets of the parentheses around an expression, if on its own lines."""
    text = source.text
    opening = source.start(node) - 1
    while opening >= 0 and text[opening] in " \t":
        opening -= 1
    closing = source.end(node)
    while text[closing : closing + 1] in (" ", "\t"):
        closing += 1
    if opening >= 0 and text[opening] == "(" and text[closing : closing + 1] == ")":
        return opening, closing
    return None


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"


def ensure_import(module: Module, qualified_name: str) -> tuple[str, list[Edit]]:
    """Return the name of a library module in a module, and the edit that imports it if need be."""
    for name, bindings in module.bindings.items():
        if qualified_name in bindings:
            return name, []
    return qualified_name, [add_import(module, qualified_name)]


def add_import(module: Module, qualified_name: str) -> Edit:
    """Import a library module at its place among the first `import` statements, if in order."""
    source = module.source
    body = [node for node in module.node.body if not _is_prologue(node)]
    rank = 0, qualified_name
    text = f"import {qualified_name}{source.newline}"
    plain = _first_imports(body)
    names = [node.names[0].name for node in plain]
    if not plain or (names == sorted(names) and qualified_name < names[0]):
        at = source.line_start(source.start(_first_line((plain or body)[0])))
    else:
        smaller = [node for node in plain if node.names[0].name < qualified_name]
        last = smaller[-1] if names == sorted(names) else plain[-1]
        at = source.next_line(source.end(last))
    return Edit(at, at, text, rank)


def _first_imports(body: list[ast.stmt]) -> list[ast.Import]:
    """Return the first `import` statements on adjoining lines, in front of any other code."""
    found: list[ast.Import] = []
    for node in body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
        if isinstance(node, ast.Import) and not (
            found and node.lineno - (found[-1].end_lineno or 0) > 1
        ):
            found.append(node)
        elif found:
            break
    return found


def _first_line(node: ast.stmt) -> ast.expr | ast.stmt:
    decorators = getattr(node, "decorator_list", [])
    return decorators[0] if decorators else node


def _is_prologue(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def remove_argument(module: Module, keyword: ast.keyword, call: ast.Call) -> Edit:
    """Remove an argument of a call with the comma that it needs no more."""
    source = module.source
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    arguments.sort(key=source.start)
    index = arguments.index(keyword)
    start, end = source.start(keyword), source.end(keyword)
    if index and "#" not in source.text[(before := source.end(arguments[index - 1])) : start]:
        return Edit(before, end, "")
    if arguments[index + 1 :]:
        after = source.start(arguments[index + 1])
        if "#" not in source.text[end:after]:
            return Edit(start, after, "")
    comma = _COMMA.match(source.text, end)
    return Edit(start, comma.end() if comma else end, "")


def remove_statement(module: Module, node: ast.stmt) -> Edit:
    """Remove a statement, with its line where nothing else stands on it."""
    source = module.source
    start, end = source.start(node), source.end(node)
    rest = source.text[end : source.line_end(end)]
    alone = not source.text[source.line_start(start) : start].strip() and not rest.strip()
    if alone and len(block_of(module, node)) > 1:
        return Edit(source.line_start(start), source.next_line(end), "")
    return Edit(start, end, "pass")


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


def add_definition(module: Module, text: str, used: int | None = None) -> Iterator[Edit]:
    """Define something behind the imports at the top of a module, in front of its use there."""
    source = module.source
    body = [node for node in module.node.body if not _is_prologue(node)]
    top = itertools.takewhile(
        lambda node: (
            not isinstance(node, _DEFINITIONS) and (used is None or source.end(node) < used)
        ),
        body,
    )
    imports = [node for node in top if isinstance(node, (ast.Import, ast.ImportFrom))]
    newline = source.newline
    definition, two_lines = text.replace("\n", newline), newline * 2
    if imports:
        at = source.next_line(source.end(imports[-1]))
        blank = next(n for n in (2, 1, 0) if source.text.startswith(newline * n, at))
        yield Edit(at, at, f"{two_lines}{definition}", (1, text))
        yield Edit(at, at, newline * (2 - blank), (1, "~"))  # behind the last one
    else:
        at = source.line_start(source.start(_first_line(body[0])))
        yield Edit(at, at, f"{definition}{two_lines}", (1, text))
