"""`async` and `await` as names, which they could be up to Python 3.6."""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from collections.abc import Iterable, Iterator

from off_coroutine.migration.source.lines import line_starts

WORDS = frozenset({"async", "await"})
_RESERVED = re.compile(r"\b(?:async|await)\b")
_UNSEEN = frozenset({tokenize.NL, tokenize.COMMENT})
_BLOCKS = frozenset({tokenize.INDENT, tokenize.DEDENT})
_ENDS = frozenset({tokenize.NEWLINE, tokenize.DEDENT})
_OPERANDS = frozenset({tokenize.NAME, tokenize.NUMBER, tokenize.STRING})
_INFIX = frozenset({"and", "or", "in", "is", "not", "if", "else", "for", "as", "async"})


def replaced(text: str, names: Iterable[tuple[int, str]]) -> tuple[str, dict[str, str]]:
    """Put other names, as long, for those that are reserved today.

    Args:
        names: offset and word of each, in order.

    Returns:
        The text, and which name in it stands for which word.
    """
    words = set(re.findall(r"\b\w{5}\b", text))
    spare = (name for name in map("".join, itertools.product("_az", repeat=5)) if name not in words)
    stand_ins = {"async": next(spare), "await": next(spare)}
    used = {}
    parts = []
    done = 0
    for start, word in names:
        parts += [text[done:start], stand_ins[word]]
        done = start + len(word)
        used[stand_ins[word]] = word
    return "".join([*parts, text[done:]]), used


def places(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and word of each use as a name, up to where the text cannot be read."""
    if not _RESERVED.search(text):
        return
    starts = line_starts(text)
    for row, column, word in _names(text):
        yield starts[row - 1] + column, word


def put_back(tree: ast.AST, stand_ins: dict[str, str]) -> None:
    """Give the identifiers of a tree the names that others stand for."""
    for node in ast.walk(tree):
        for field, value in vars(node).items():
            if isinstance(value, str) and any(name in value for name in stand_ins):
                parts = [stand_ins.get(part, part) for part in value.split(".")]
                setattr(node, field, ".".join(parts))


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and word of each use as a name, up to where the text cannot be read."""
    tokens = _tokens(text)
    before = tokenize.TokenInfo(tokenize.NEWLINE, "", (0, 0), (0, 0), "")
    token = next(tokens, before)
    depth = 0
    functions = [(0, False)]  # for each open one, the depth of its body and whether it is native
    for after in tokens:
        depth += (token.type == tokenize.INDENT) - (token.type == tokenize.DEDENT)
        if before.type in _ENDS and token.type not in _BLOCKS:
            while functions[-1][0] > depth:
                functions.pop()
        if token.string == "def":
            functions.append((depth + 1, before.string == "async"))
        elif token.string == "async" and after.string not in ("def", "for", "with"):
            yield *token.start, "async"
        elif token.string == "await" and not (functions[-1][1] and _starts_operand(after)):
            yield *token.start, "await"
        before, token = token, after


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            if token.type not in _UNSEEN:
                yield token
    except (tokenize.TokenError, SyntaxError):
        return  # what could not be read is said by the parser


def _starts_operand(token: tokenize.TokenInfo) -> bool:
    if token.type in _OPERANDS:
        return token.string not in _INFIX
    return token.string in ("(", "[", "{", "-", "~", "...")
