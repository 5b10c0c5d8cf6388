"""The code of a program: highlighted lines, the styles lined up part by part."""

from __future__ import annotations

import ast
import difflib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from compare.styles import PACKAGES

TOP, START = "imports", "start"


@dataclass(frozen=True)
class Line:
    """A line of code.

    Attributes:
        anchor: its id on the page, such as ``modern-sleep_ordering-L12``.
        code: highlighted.
        indent: the number of spaces it begins with.
        changed: whether it is not among those of the first style.
    """

    number: int
    anchor: str
    code: Markup
    indent: int
    changed: bool


@dataclass(frozen=True)
class Part:
    """What one style has of a row: an empty list if it has none."""

    style: str
    file: str
    lines: list[Line]


@dataclass(frozen=True)
class Row:
    """A function, or what stands before or after them, in every style."""

    name: str
    parts: list[Part]


def listing(program: str, modules: Mapping[str, ModuleType]) -> list[Row]:
    """Return the code of a program as rows of what belongs together.

    ``modules`` are those of the styles that have files.
    """
    sources = {style: inspect.getsource(module) for style, module in modules.items()}
    parts = {style: _parts(source) for style, source in sources.items()}
    lines = {style: source.splitlines() for style, source in sources.items()}
    shown = {style: _highlighted(source) for style, source in sources.items()}
    first = next(iter(sources), "")

    def part(style: str, name: str) -> Part:
        numbers = parts[style].get(name, range(0))
        original = [lines[first][number - 1] for number in parts[first].get(name, ())]
        taken = [lines[style][number - 1] for number in numbers]
        return Part(
            style,
            f"{PACKAGES[style].replace('.', '/')}/{program}.py",
            [
                Line(
                    number,
                    f"{style}-{program}-L{number}",
                    shown[style][number - 1],
                    len(text) - len(text.lstrip()),
                    changed,
                )
                for number, text, changed in zip(
                    numbers, taken, _changed(original, taken), strict=True
                )
            ],
        )

    names = dict.fromkeys(name for style in parts for name in parts[style])
    return [
        Row(name, [part(style, name) for style in sources])
        for name in sorted(names, key=START.__eq__)
    ]


def _parts(source: str) -> dict[str, range]:
    """Return the line numbers of each part of a module, without blank lines at its end."""
    begins = {1: TOP}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            decorators = [decorator.lineno for decorator in node.decorator_list]
            begins[min([node.lineno, *decorators])] = node.name
        elif isinstance(node, ast.If):
            begins[node.lineno] = START
    lines = source.splitlines()
    found = {}
    for begin, end in zip(begins, [*list(begins)[1:], len(lines) + 1], strict=True):
        while not lines[end - 2].strip():
            end -= 1
        found[begins[begin]] = range(begin, end)
    return found


def _highlighted(source: str) -> list[Markup]:
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    shown: str = highlight(source, PythonLexer(stripnl=False), formatter)
    return [Markup(line) for line in shown.splitlines()]


def _changed(original: list[str], lines: list[str]) -> list[bool]:
    changed = [True] * len(lines)
    for _, start, size in difflib.SequenceMatcher(
        None, original, lines, autojunk=False
    ).get_matching_blocks():
        changed[start : start + size] = [False] * size
    return changed
