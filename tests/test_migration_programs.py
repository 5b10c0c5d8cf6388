"""Programs that are hard to convert print what they did, and the rest of them stays."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from off_coroutine.interpreters import find
from off_coroutine.migration.migrate import MigrationResult, migrate

PROGRAMS = sorted((Path(__file__).parent / "migration_cases" / "whole_programs").glob("*.py"))
LAST_WITH_THE_DECORATOR = (3, 10)
REFUSED = re.compile(r"# refused: (.*)")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

each_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)


def with_line_endings(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def with_mark(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def in_latin_1(content: bytes) -> bytes:
    text = content.decode().replace("# -*- coding: utf-8 -*-\n", "")
    return ("# -*- coding: latin-1 -*-\n" + text).encode("latin-1")


def with_tabs(content: bytes) -> bytes:
    return re.sub(rb"^(?: {4})+", lambda m: b"\t" * (len(m[0]) // 4), content, flags=re.MULTILINE)


def migrated(content: bytes) -> MigrationResult:
    return migrate({"program.py": content})


def after(content: bytes) -> bytes:
    return migrated(content).changed.get("program.py", content)


@pytest.fixture(scope="module")
def old_python() -> Path:
    """The oldest Python there is that has the decorator."""
    for interpreter in find():
        if not interpreter.broken and interpreter.version[:2] <= LAST_WITH_THE_DECORATOR:
            return interpreter.path
    pytest.skip("no Python up to 3.10 to run legacy code: pyenv install 3.6.15")


def printed(python: Path | str, program: Path) -> str:
    """Return what a program prints."""
    run = subprocess.run(
        [python, "-W", "ignore", program], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@each_program
@pytest.mark.parametrize(
    "written",
    [bytes, with_line_endings, with_mark, in_latin_1, with_tabs],
    ids=["as-it-is", "crlf", "bom", "latin-1", "tabs"],
)
def test_a_program_prints_the_same_before_and_after(
    program: Path, written: Callable[[bytes], bytes], old_python: Path, tmp_path: Path
) -> None:
    content = written(program.read_bytes())
    before, migrated_program = tmp_path / "before.py", tmp_path / "after.py"
    before.write_bytes(content)
    migrated_program.write_bytes(after(content))
    expected = printed(old_python, before)
    assert expected
    assert printed(sys.executable, migrated_program) == expected
    assert printed(old_python, migrated_program) == expected


@each_program
def test_what_is_refused_is_said_where_it_stands(program: Path) -> None:
    lines = program.read_text().splitlines()
    expected = {n: found[1] for n, line in enumerate(lines, 1) if (found := REFUSED.search(line))}
    said = {finding.line: finding.refusal for finding in migrated(program.read_bytes()).refused}
    assert said.keys() == expected.keys()
    assert all(reason in said[line] for line, reason in expected.items())


@each_program
def test_a_migrated_program_changes_no_more(program: Path) -> None:
    once = after(program.read_bytes())
    assert after(once) == once
    assert not migrated(once).findings


@each_program
def test_functions_that_nothing_was_found_in_stay(program: Path) -> None:
    content = program.read_bytes()
    lines = {finding.line for finding in migrated(content).findings}
    kept = [
        ast.dump(node)
        for node in ast.walk(ast.parse(content))
        if isinstance(node, DEFINITIONS)
        and lines.isdisjoint(range(_first_line(node), (node.end_lineno or 0) + 1))
    ]
    remaining = {ast.dump(node) for node in ast.walk(ast.parse(after(content)))}
    assert remaining.issuperset(kept)


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
