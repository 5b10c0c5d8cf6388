"""The rewrites of expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from off_coroutine.migration.rewrite.edits import Rewrite, Span
from off_coroutine.migration.rewrite.spans import (
    bare,
    in_f_string,
    innermost_parentheses,
    joins,
    replace_node,
    span,
    wrap_node,
)
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.scopes import Module

__all__ = ["replace_node", "wrap_node"]

_LAYOUT = r"(?:[ \t\f]|\\?(?:\r\n|\r|\n)|#[^\r\n]*)"
_YIELD_FROM = re.compile(rf"yield({_LAYOUT}+)from\b([ \t]*){_LAYOUT}*")
_LINE_END = re.compile(r"[\r\n\f]")
_COMMA = re.compile(r"\s*,")

# Operands that `await` takes without parentheses.
_PRIMARY = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.JoinedStr)
_BRACKETED = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)

# What may hold `await x` without parentheses around it.
_HOLDS_AWAIT = (
    *(ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.If, ast.While, ast.For),
    *(ast.Assert, ast.Raise, ast.keyword, ast.BinOp, ast.Compare, ast.BoolOp, ast.UnaryOp),
    *(ast.IfExp, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.comprehension, ast.Starred),
)
# What needs parentheses of its own as an argument of a call.
_LOOSE = (ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Starred)


def replace_yield_from(module: Module, node: ast.YieldFrom) -> Rewrite:
    """Put `await` in place of `yield from`, with the parentheses that its precedence asks for."""
    if refused := in_f_string(module, node):
        return refused
    text = module.source.text
    start = module.source.start(node)
    found = _YIELD_FROM.match(text, start)
    assert found is not None
    parts: list[str | Span] = ["await"]
    if found[1].strip(" \t"):  # a comment or the end of a line stands in between
        parts.append(Span(start + len("yield"), found.end(1)))
    elif text[found.end(2)] in "\r\n#":
        parts.append(Span(found.end(1) + len("from"), found.end(2)))
    else:
        parts.append(" ")
    asked = asked_for_iterator(node.value)
    value = span(module, node.value)
    parts.append(Span(found.end(2), value.start))
    parts += operand_of_await(module, asked or node.value)
    return _in_parentheses(module, node, parts)


def replace_by_await(module: Module, node: ast.expr, *parts: str | Span) -> Rewrite:
    """Put an `await` in place of an expression, without the parentheses that it does not need."""
    return in_f_string(module, node) or _in_parentheses(module, node, list(parts))


def operand_of_await(module: Module, value: ast.expr) -> list[str | Span]:
    """Return a value as `await` takes it: in parentheses if it needs some and has none."""
    where = span(module, value)
    binds_tightly = isinstance(value, _PRIMARY + _BRACKETED + (ast.GeneratorExp,))
    is_tuple = isinstance(value, ast.Tuple) and not _is_bare_tuple(module, value)
    if binds_tightly or is_tuple or where != bare(module, value):
        return [where]
    return ["(", where, ")"]


def as_argument(module: Module, value: ast.expr) -> list[str | Span]:
    """Return a value as an argument of a call: in parentheses if it needs some and has none."""
    where = span(module, value)
    is_loose = isinstance(value, _LOOSE) or _is_bare_tuple(module, value)
    return ["(", where, ")"] if is_loose and where == bare(module, value) else [where]


def _is_bare_tuple(module: Module, value: ast.expr) -> bool:
    """Return whether a tuple has no parentheses; those of its first element are not its own."""
    if not isinstance(value, ast.Tuple) or not value.elts:
        return False
    return span(module, value.elts[0]).start == module.source.start(value)


def asked_for_iterator(value: ast.expr) -> ast.expr | None:
    """Return what `__await__()` or `__iter__()` is called on: `await` does that itself."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.value if value.func.attr in AWAITABLE else None
    return None


def _in_parentheses(module: Module, node: ast.expr, parts: list[str | Span]) -> Rewrite:
    """Put parts in place of an expression, and of parentheses on one line that are not needed."""
    parent = module.parents[node]
    around = innermost_parentheses(module, node)
    text = module.source.text
    is_held = (
        isinstance(parent, _HOLDS_AWAIT)
        or (isinstance(parent, ast.Call) and node is not parent.func)
        or (isinstance(parent, ast.Subscript) and node is parent.slice)
    )
    if around is None or not is_held or joins(text[around.end : around.end + 1]):
        return Rewrite(*bare(module, node), tuple(parts))
    if _LINE_END.search(text, around.start, around.end):
        return Rewrite(*bare(module, node), tuple(parts))
    gap = " " if joins(text[around.start - 1 : around.start]) else ""
    return Rewrite(*around, (gap, *parts))


def remove_argument(module: Module, keyword: ast.keyword, call: ast.Call) -> Rewrite:
    """Remove an argument of a call with the comma that it needs no more."""
    if refused := in_f_string(module, call):
        return refused
    source = module.source
    spans = _arguments(module, call)
    start, end = bare(module, keyword)
    index = spans.index(Span(start, end))
    if index and "#" not in source.text[(before := spans[index - 1].end) : start]:
        return Rewrite(before, end, ())
    if spans[index + 1 :]:
        after = spans[index + 1].start
        if "#" not in source.text[end:after]:
            return Rewrite(start, after, ())
    comma = _COMMA.match(source.text, end)
    return Rewrite(start, comma.end() if comma else end, ())


def add_argument(module: Module, call: ast.Call, text: str) -> Rewrite:
    """Give a call one more argument, behind the positional ones that it has."""
    if refused := in_f_string(module, call):
        return refused
    if call.args:
        at = max(span(module, argument).end for argument in call.args)
        return Rewrite(at, at, (f", {text}",))
    if call.keywords:
        at = min(bare(module, keyword).start for keyword in call.keywords)
        return Rewrite(at, at, (f"{text}, ",))
    end = module.source.end(call) - 1
    return Rewrite(end, end, (text,))


def _arguments(module: Module, call: ast.Call) -> list[Span]:
    """Return where the arguments of a call stand, in order."""
    spans = [span(module, argument) for argument in call.args]
    return sorted([*spans, *(bare(module, keyword) for keyword in call.keywords)])


def replace_attribute(module: Module, node: ast.Attribute, name: str) -> Rewrite:
    """Put another name in place of that of an attribute."""
    end = module.source.end(node)
    return in_f_string(module, node) or Rewrite(end - len(node.attr), end, (name,))


def remove_names(
    module: Module, node: ast.ImportFrom, dropped: list[ast.alias]
) -> Iterator[Rewrite]:
    """Remove some of the names that a statement imports, but not all of them."""
    for alias in dropped:
        index = node.names.index(alias)
        if index + 1 < len(node.names):
            after = module.source.start(node.names[index + 1])
            yield Rewrite(module.source.start(alias), after, ())
        else:
            before = module.source.end(node.names[index - 1])
            yield Rewrite(before, module.source.end(alias), ())
