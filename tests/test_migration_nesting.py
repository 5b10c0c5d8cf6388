"""Whatever is nested in what, and whatever things are called: right, or refused.

Nothing here knows what the migrator should make of a program. It must end, write text that
compiles, have nothing left to do the second time; and a program must print what it did.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from textwrap import indent

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from running import Runner

from compare.workshop.fuzz import forms
from compare.workshop.fuzz.checks import PATH, check
from off_coroutine.interpreters import find
from off_coroutine.migration.migrate import migrate

HERE = Path(__file__).parent
FIXTURES = sorted(HERE.glob("migration_cases/*/before.py"))
PROGRAMS = sorted(HERE.glob("migration_cases/whole_programs/*.py"))
LEGACY = [
    *FIXTURES,
    *PROGRAMS,
    *sorted(HERE.glob("migration_cases/*/refused.py")),
    *sorted(HERE.glob("review_cases/*/*.py")),
    *sorted((HERE.parent / "legacy_style").rglob("*.py")),
]
LAST_WITH_THE_DECORATOR = (3, 10)
# Names that the migrator writes, or that what it writes reads.
WRITTEN = (
    *("result", "returned", "outcome", "inspect", "types", "functools", "asyncio", "sys", "mock"),
    *("_event_loop", "_coroutine", "_Nothing", "_wraps", "_current_task", "_all_tasks"),
    *("_loop_argument", "_AwaitableMock"),
)
RESERVED = re.compile(r"\b(async|await)\b")

# Programs are small as they are: to shrink one takes minutes, `compare fuzz` does it in seconds.
sampled = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


leaves = st.sampled_from(sorted(forms.LEAVES.values()))


def inside(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions with another one in their holes."""
    return st.builds(str.format, st.sampled_from(sorted(forms.EXPRESSIONS.values())), inner)


one_deep = inside(leaves)
two_deep = inside(one_deep)
expressions = st.one_of(one_deep, two_deep, inside(two_deep))


def statements(written: dict[str, str]) -> st.SearchStrategy[str]:
    """Return statements around up to three expressions."""
    form = st.sampled_from(sorted(written.values()))
    return st.builds(str.format, form, expressions, expressions, expressions)


def program(place: str, lines: list[str]) -> str:
    """Return a module with lines in a place, as deep as they belong there."""
    space = "    " if place == "module" else "        "
    return forms.HEAD + forms.PLACES[place].format(body=indent("\n".join(lines), space))


def holds(text: str) -> None:
    """Check what must hold of any program; programs that no Python reads are left out."""
    checked = check(text.encode())
    assert checked.failure is None, f"{checked.failure}\n{text}"
    assume(checked.outcome != "unreadable")
    # The same program where `async` is no name tells whether Python compiles all else of it.
    if checked.outcome == "changed" and not error(RESERVED.sub(r"\1_", text)):
        after = migrate({PATH: text.encode()}).changed[PATH].decode()
        assert not error(after), f"{error(after)}\n{text}\n->\n{after}"


def error(text: str) -> str:
    """Return why this Python does not compile a text, or an empty text."""
    try:
        compile(text, PATH, "exec", dont_inherit=True)
    except SyntaxError as error:
        return str(error)
    return ""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("place", forms.PLACES)
def test_forms_are_nested_in_statements(place: str) -> None:
    @sampled
    @given(st.lists(statements(forms.STATEMENTS), min_size=1, max_size=2))
    def nested(lines: list[str]) -> None:
        holds(program(place, lines))

    nested()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("place", forms.PLACES)
def test_forms_are_nested_in_statements_of_today(place: str) -> None:
    @settings(sampled, max_examples=60)
    @given(statements(forms.MODERN))
    def nested(line: str) -> None:
        holds(program(place, [line]))

    nested()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("place", forms.EXPRESSION_PLACES)
def test_forms_are_nested_where_no_statement_is(place: str) -> None:
    @settings(sampled, max_examples=60)
    @given(expressions)
    def nested(expression: str) -> None:
        holds(forms.HEAD + forms.EXPRESSION_PLACES[place].format(expression))

    nested()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", LEGACY, ids=named)
def test_to_migrate_twice_is_to_migrate_once(path: Path) -> None:
    assert check(path.read_bytes()).failure is None


@pytest.fixture(scope="module")
def old_python() -> Iterator[Runner]:
    """The oldest Python there is that has the decorator, and `async` as a name."""
    for interpreter in find():
        if not interpreter.broken and interpreter.version[:2] <= LAST_WITH_THE_DECORATOR:
            with Runner(interpreter.path) as runner:
                yield runner
            return
    pytest.skip("no Python up to 3.10 to run legacy code: pyenv install 3.6.15")


@pytest.fixture(scope="module")
def this_python() -> Iterator[Runner]:
    with Runner(sys.executable) as runner:
        yield runner


@pytest.mark.parametrize("path", [*FIXTURES, *PROGRAMS], ids=named)
def test_a_program_prints_the_same_whatever_its_names_are(
    path: Path, old_python: Runner, this_python: Runner, tmp_path: Path
) -> None:
    file = tmp_path / "program.py"

    def printed(runner: Runner, text: str) -> str:
        file.write_text(text, encoding="utf-8")
        return runner.printed(file)

    original = path.read_text(encoding="utf-8")
    expected = printed(old_python, original)
    # Where something is refused a program need not run here.
    runs_here = printed(this_python, migrated(original)[0]) == expected
    faults = []
    for old, new in renamings(original, path):
        text = renamed(original, old, new)
        if text == original or printed(old_python, text) != expected:
            continue  # no program any more, or another one
        after, refused = migrated(text)
        runners = [old_python, this_python] if runs_here and not refused else [old_python]
        for runner in runners:
            if (said := printed(runner, after)) != expected:
                faults.append(f"{old} -> {new}: {said[-200:]}")
    assert not faults


def migrated(text: str) -> tuple[str, bool]:
    """Return what becomes of a program, and whether something of it was refused."""
    result = migrate({PATH: text.encode()})
    assert not result.unreadable
    return result.changed.get(PATH, text.encode()).decode(), bool(result.refused)


def renamings(text: str, path: Path) -> list[tuple[str, str]]:
    """Return each name that the migrator writes with one that a program binds, at random."""
    names = sorted(bound(text))
    random = Random(str(path.relative_to(HERE)))
    return [(random.choice(names), new) for new in WRITTEN if names]


def bound(text: str) -> set[str]:
    """Return the names of variables, parameters and functions that a program binds itself."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # `async` is a name
        tree = ast.parse(RESERVED.sub(r"\1_", text))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return {
        name
        for name in found
        if not (name.startswith("__") or name in ("self", "cls", "async_", "await_"))
        and not keyword.iskeyword(name)
        and not hasattr(builtins, name)
    }


def renamed(text: str, old: str, new: str) -> str:
    """Return a program with another name for what is no attribute."""
    return re.sub(rf"(?<![.\w'\"]){old}(?![\w'\"])", new, text)
