"""Sources, and what is done to them."""

from __future__ import annotations

import ast
import asyncio
import re
import sysconfig
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from compare.workshop.fuzz.forms import EXPRESSIONS, STATEMENTS

ROOT = Path(__file__).resolve().parents[3]
OURS = ("tests/migration_cases", "tests/review_cases", "modern", "legacy_style")
LONGEST = 120  # lines of a source: of a longer one a part is taken
BROKEN = 0.3  # of the changes that no longer parse are kept: most would only try the parser
TOKEN = re.compile(r"\w+|\n[ \t]*|[ \t]+|\"\"\"|'''|\*\*|[^\w\s]|\s")
COOKIES = ("latin-1", "utf-8", "utf-16", "rot13", "cp1252", "idna", "hex", "no-such-coding", "mbcs")
WRITTEN = ("result", "inspect", "types", "functools", "asyncio", "_coroutine", "outcome", "mock")
PLANTED = (
    "\x0c",
    "\t",
    "\\\n",
    ";",
    "é = 'ü𝒳'; ",
    " # legacy: allow[yield-from]",
    "\x00",
    "\r",
    "yield from ",
    "await ",
    "async ",
    "lambda: ",
    "*",
    "@",
    "@asyncio.coroutine\n",
    "f'{",
    '"""',
    "import asyncio as async\n",
    "from asyncio import *\n",
    "global result\n",
    "del asyncio\n",
)


@cache
def sources() -> list[str]:
    """Return real sources: of this project, of asyncio and its tests, of lib2to3's tests."""
    library = Path(sysconfig.get_path("stdlib"))
    folders = [*(ROOT / name for name in OURS), Path(asyncio.__file__).parent]
    folders += [library / "test/test_asyncio", library / "lib2to3/tests"]
    files = [file for folder in folders for file in sorted(folder.rglob("*.py"))]
    return [file.read_bytes().decode("utf-8", "replace") for file in files]


def sample(seed: int, originals: Sequence[str] | None = None) -> bytes:
    """Return the source of a seed: a real one with one to five changes."""
    random = Random(seed)
    originals = sources() if originals is None else originals
    text = _part(random, random.choice(originals))
    for _ in range(random.choice((1, 1, 2, 3, 5))):
        changed = random.choice(CHANGES)(random, text, random.choice(originals))
        if _is_read(changed) or not _is_read(text) or random.random() < BROKEN:
            text = changed
    return _encoded(random, text)


def _is_read(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _part(random: Random, text: str) -> str:
    """Return a text, or its imports and some of the rest if it is long."""
    lines = text.splitlines(keepends=True)
    if len(lines) <= LONGEST:
        return text
    starts = [n for n, line in enumerate(lines) if re.match(r"@|class |def |async ", line)] or [0]
    first = random.choice(starts)
    imports = [line for line in lines[:first] if re.match(r"(import|from) [\w. ,]+\n$", line)]
    return "".join([*imports, *lines[first : first + LONGEST]])


def _pieces(random: Random, pieces: list[str], other: list[str]) -> list[str]:
    """Return pieces without one, with one twice, with two swapped, or with one of another text."""
    if not pieces:
        return other[:1]
    first, second = random.randrange(len(pieces)), random.randrange(len(pieces))
    match random.randrange(4):
        case 0:
            del pieces[first : first + random.choice((1, 1, 1, 3))]
        case 1:
            pieces.insert(second, pieces[first])
        case 2:
            pieces[first], pieces[second] = pieces[second], pieces[first]
        case _:
            pieces.insert(first, random.choice(other or [""]))
    return pieces


def tokens(random: Random, text: str, other: str) -> str:
    return "".join(_pieces(random, TOKEN.findall(text), TOKEN.findall(other)))


def lines(random: Random, text: str, other: str) -> str:
    pieces = _pieces(random, text.splitlines(keepends=True), other.splitlines(keepends=True))
    return "".join(pieces)


def indentation(random: Random, text: str, _: str) -> str:
    found = text.splitlines(keepends=True) or [""]
    at = random.randrange(len(found))
    change = random.choice((" ", "    ", "\t", -1, -4))
    for number in range(at, min(len(found), at + random.choice((1, 1, 3)))):
        line = found[number]
        found[number] = change + line if isinstance(change, str) else line[-change:]
    return "".join(found)


def parentheses(random: Random, text: str, _: str) -> str:
    places = [found.start() for found in re.finditer(r"[()\[\]{}]", text)]
    if places and random.random() < 0.5:
        at = random.choice(places)
        return text[:at] + random.choice(("", text[at] * 2)) + text[at + 1 :]
    return _planted(random, text, random.choice("()[]{}"))


def reserved(random: Random, text: str, _: str) -> str:
    """Rename something to a keyword of today, or to a name that the migrator writes."""
    names = sorted(set(re.findall(r"\b[a-z_]\w*\b", text)))
    if not names:
        return "async = await\n"
    old, new = random.choice(names), random.choice(("async", "await", *WRITTEN))
    return re.sub(rf"\b{old}\b", new, text, count=random.choice((0, 0, 1)))


def planted(random: Random, text: str, _: str) -> str:
    return _planted(random, text, random.choice(PLANTED))


def _planted(random: Random, text: str, what: str) -> str:
    places = [found.start() for found in TOKEN.finditer(text)] or [0]
    at = random.choice(places)
    return text[:at] + what + text[at:]


def nested(random: Random, text: str, _: str) -> str:
    """Put an expression into one of the forms that rules know."""
    if not _is_read(text):
        return planted(random, text, "")
    found = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load | None)
    ]
    if not found:
        return text
    node = random.choice(found)
    content = text.encode()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
    form = random.choice(list(EXPRESSIONS.values()))
    inside = content[start:end].decode("utf-8", "replace")
    return (content[:start] + form.format(inside).encode() + content[end:]).decode(errors="replace")


def stated(random: Random, text: str, other: str) -> str:
    """Put a statement of a form before a line, around a piece of another text."""
    found = text.splitlines(keepends=True) or [""]
    at = random.randrange(len(found))
    space = found[at][: len(found[at]) - len(found[at].lstrip(" \t"))]
    pieces = re.findall(r"[\w.]+\([\w., ]*\)|\w+", other) or ["x"]
    form = random.choice(list(STATEMENTS.values())).format(*[random.choice(pieces)] * 3)
    found[at:at] = [f"{space}{line}\n" for line in form.splitlines()]
    return "".join(found)


Change = Callable[[Random, str, str], str]
CHANGES: Sequence[Change] = (
    tokens,
    tokens,
    lines,
    indentation,
    parentheses,
    reserved,
    planted,
    nested,
    nested,
    stated,
)


def _encoded(random: Random, text: str) -> bytes:
    """Return a text as bytes: mostly UTF-8, else with a cookie, a mark or other line endings."""
    match random.randrange(20):
        case 0:
            return f"# -*- coding: {random.choice(COOKIES)} -*-\n{text}".encode(errors="replace")
        case 1:
            return f"# coding: latin-1\n{text}".encode("latin-1", "replace")
        case 2:
            return text.encode("utf-8-sig", "replace")
        case 3:
            return text.replace("\n", "\r\n").encode(errors="replace")
        case 4:
            return text.replace("\n", random.choice(("\r", "\r\n")), 3).encode(errors="replace")
        case 5:
            return text.encode(random.choice(("utf-16", "latin-1")), "replace")
        case 6:
            return text.rstrip("\n").encode(errors="replace")
        case _:
            return text.encode(errors="replace")
