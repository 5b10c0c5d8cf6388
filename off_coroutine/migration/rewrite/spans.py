"""Where a node stands in the text, with the parentheses that are its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from off_coroutine.migration.rewrite.edits import Rewrite, Span, impossible
from off_coroutine.migration.semantics.scopes import Module

_COMMENT = re.compile(r"#[^\r\n]*")
_OPENING = re.compile(r"(?:[(\s]|\\(?=[\r\n]))*\Z")
_CLOSING = re.compile(r"(?:[)\s]|\\(?=[\r\n]))*")
_IN_F_STRING = "it stands in an f-string, whose parts have no certain place"


def span(module: Module, node: ast.expr) -> Span:
    """Return where a node stands, with its own parentheses."""
    return _layers(module, node)[-1]


def bare(module: Module, node: ast.AST) -> Span:
    """Return where a node that has a place stands, without its own parentheses."""
    placed: Any = node
    return Span(module.source.start(placed), module.source.end(placed))


def innermost_parentheses(module: Module, node: ast.expr) -> Span | None:
    """Return the innermost parentheses of a node's own; None if it has none."""
    layers = _layers(module, node)
    return layers[1] if len(layers) > 1 else None


def replace_node(module: Module, node: ast.expr, *parts: str | Span) -> Rewrite:
    """Put something in place of an expression and its parentheses."""
    if refused := in_f_string(module, node):
        return refused
    start, end = span(module, node)
    text = module.source.text
    first = next((part for part in parts if part), "")
    begins = text[first.start] if isinstance(first, Span) else first[:1]
    gap = " " if joins(text[start - 1 : start]) and joins(begins) else ""
    return Rewrite(start, end, (gap, *parts) if gap else parts)


def wrap_node(module: Module, node: ast.expr, before: str, after: str) -> Rewrite:
    """Put something in front of an expression and behind it."""
    return replace_node(module, node, before, span(module, node), after)


def in_f_string(module: Module, node: ast.AST) -> Rewrite | None:
    """Return what stands for a refusal if a node stands in an f-string; else None."""
    while not isinstance(node, (ast.stmt, ast.Module)):
        node = module.parents[node]
        if isinstance(node, ast.JoinedStr):
            return impossible(_IN_F_STRING)
    return None


def joins(character: str) -> bool:
    """Return whether a character beside a word is read as a part of it."""
    return character.isalnum() or character == "_"


def _layers(module: Module, node: ast.expr) -> list[Span]:
    """Return where a node stands: without its parentheses, with the innermost, and so on.

    Between it and its neighbours stands nothing but layout, brackets and keywords, so no string;
    the parentheses of a call or of the bases of a class are not its own.
    """
    text = module.source.text
    start, end = bare(module, node)
    if isinstance(node, ast.GeneratorExp) and _shares_parentheses(module, node):
        return [Span(start + 1, end - 1)]
    before = text[module.source.line_start(start) : start].rstrip(" \t")
    if before and not before.endswith("("):
        return [Span(start, end)]
    lower, upper, is_first = _gaps(module, node)
    blank_before = _without_comments(text[lower:start])
    ahead = _OPENING.search(blank_before)
    after = _CLOSING.match(_without_comments(text[end:upper]))
    assert ahead is not None and after is not None
    opening = [lower + ahead.start() + at for at, c in enumerate(ahead[0]) if c == "("]
    closing = [end + at for at, c in enumerate(after[0]) if c == ")"]
    if is_first:
        del opening[:1]
    pairs = zip(reversed(opening), closing, strict=False)
    return [Span(start, end), *(Span(first, last + 1) for first, last in pairs)]


def _shares_parentheses(module: Module, node: ast.GeneratorExp) -> bool:
    """Return whether a generator has no parentheses but those of the call that it is given to."""
    call = module.parents[node]
    is_argument = isinstance(call, ast.Call) and node is not call.func
    return is_argument and bare(module, call).end == bare(module, node).end


def _gaps(module: Module, node: ast.expr) -> tuple[int, int, bool]:
    """Return between which offsets the parentheses of a node can stand.

    Also whether the first one is that of the call, or of the bases, that it is the first in.
    """
    start, end = bare(module, node)
    parent = module.parents[node]
    while not hasattr(parent, "lineno"):
        parent = module.parents[parent]
    lower, upper = bare(module, parent)
    decorators = getattr(parent, "decorator_list", [])
    is_first = (isinstance(parent, ast.Call) and node is not parent.func) or (
        isinstance(parent, ast.ClassDef) and node not in decorators
    )
    if lower > start:  # a decorator stands in front of what it decorates
        lower = module.source.line_start(start)
    for other in _neighbours(parent):
        first, last = bare(module, other)
        if last <= start:
            lower = max(lower, last)
            is_first = is_first and (other is getattr(parent, "func", None) or other in decorators)
        elif first >= end:
            upper = min(upper, first)
    return lower, upper, is_first


def _neighbours(parent: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes in a node that have a place, also those in ones that have none."""
    for child in ast.iter_child_nodes(parent):
        if hasattr(child, "lineno"):
            yield child
        else:
            yield from _neighbours(child)


def _without_comments(text: str) -> str:
    """Return text of the same length in which comments are blank."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), text) if "#" in text else text
