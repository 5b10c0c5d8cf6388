"""The rules of the house that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

from compare.contracts import contract_of
from compare.migrated import source_of
from compare.styles import PACKAGES

ROOT = Path(__file__).parent.parent
FOLDERS = {style: ROOT / package.replace(".", "/") for style, package in PACKAGES.items()}
NO_PROGRAMS = {"__init__", "promise", "resolution"}
PROGRAMS = sorted(
    path.stem for path in FOLDERS["modern"].glob("*.py") if path.stem not in NO_PROGRAMS
)
FILES = [folder / f"{program}.py" for folder in FOLDERS.values() for program in PROGRAMS]
CHANGED_IMPORT = re.compile(
    r"^from (asyncio import run|legacy_style\.coroutine import coroutine(, run)?)\n", re.M
)


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - NO_PROGRAMS


@pytest.mark.parametrize("folder", [*FOLDERS.values(), ROOT / "compare/contracts"], ids=str)
def test_every_program_is_in_every_style_and_has_a_contract(folder: Path) -> None:
    assert names(folder) == set(PROGRAMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_program_fits_on_its_third_of_a_screen(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) <= 72


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_program_needs_the_house_only_to_start(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    program = [node for node in tree.body if not isinstance(node, ast.If)]
    imported = [
        node.module or ""
        for statement in program
        for node in ast.walk(statement)
        if isinstance(node, ast.ImportFrom)
    ]
    assert not [module for module in imported if module.startswith("compare")]


@pytest.mark.parametrize("program", [name for name in PROGRAMS if not contract_of(name).better])
def test_the_migrator_makes_the_modern_program_byte_for_byte(program: str) -> None:
    modern = (FOLDERS["modern"] / f"{program}.py").read_text(encoding="utf-8")
    assert source_of(program) == modern


def plain(source: str) -> str:
    """Return a modern program or its twin without what they may differ in."""
    source = CHANGED_IMPORT.sub("", source)
    source = re.sub(r"^ *@coroutine\n", "", source, flags=re.M)
    return source.replace("async def", "def").replace("yield from", "await")


@pytest.mark.parametrize("program", [name for name in PROGRAMS if not contract_of(name).better])
def test_twins_differ_only_in_import_decorator_async_and_await(program: str) -> None:
    modern = (FOLDERS["modern"] / f"{program}.py").read_text(encoding="utf-8")
    generators = (FOLDERS["generators"] / f"{program}.py").read_text(encoding="utf-8")
    assert plain(modern) == plain(generators)
    assert "yield" not in modern
    assert "async" not in generators.replace("asyncio", "")


def functions(path: Path) -> list[tuple[str, str, str | None]]:
    """Return name, parameters and docstring of a file's functions, in order."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((node.name, ast.unparse(node.args), ast.get_docstring(node)))
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_style_has_the_same_functions_in_the_same_order(program: str) -> None:
    twins = [functions(folder / f"{program}.py") for folder in FOLDERS.values()]
    assert all(twin == twins[0] for twin in twins)


def test_no_module_is_longer_than_a_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for folder in ("compare", "legacy_style", "modern", "off_coroutine")
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 260
    }
    assert not long


def test_the_columns_of_the_readme_are_the_programs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    columns = re.findall(r"```python\n(.*?)\n```", readme, re.S)
    assert len(columns) == len(FOLDERS)
    for folder, column in zip(FOLDERS.values(), columns, strict=True):
        assert column in (folder / "sleep_ordering.py").read_text(encoding="utf-8")
