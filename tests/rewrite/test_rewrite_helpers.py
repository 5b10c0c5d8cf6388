"""Helpers stand in place, mean what they say, and are defined once."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from off_coroutine.migration.migrate import migrate_text
from off_coroutine.migration.rewrite import helper_texts
from off_coroutine.migration.rewrite.edits import Rendered
from off_coroutine.migration.rewrite.helpers import Helper, use_helper
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.source.source_file import Source

HELPERS = [value for value in vars(helper_texts).values() if isinstance(value, Helper)]
NOTHING = helper_texts.NOTHING


def helped(text: str, helper: Helper, first: int | None = None) -> tuple[str, str]:
    """Return the name of a helper in a module, and the module with it."""
    project = Project([Source("m.py", text.encode())])
    place = len(text) if first is None else first
    name, rewrites = use_helper(helper, project.modules[0], project, place)
    return name, Rendered(text, rewrites).text


def order(text: str) -> list[str]:
    return [ast.unparse(node).splitlines()[0] for node in ast.parse(text).body]


@pytest.mark.parametrize("helper", HELPERS, ids=lambda helper: helper.name)
def test_a_helper_is_defined_once(helper: Helper) -> None:
    name, once = helped("import a\n\n\ndef f():\n    pass\n", helper)
    assert helped(once, helper) == (name, once)


@pytest.mark.parametrize("helper", HELPERS, ids=lambda helper: helper.name)
def test_a_helper_of_an_annotated_module_is_defined_once(helper: Helper) -> None:
    name, once = helped("import a\n\n\ndef f() -> None:\n    pass\n", helper)
    assert helped(once, helper) == (name, once)


def test_helpers_of_annotated_modules_pass_strict_mypy(tmp_path: Path) -> None:
    for helper in HELPERS:
        _, text = helped("import os\n\n\ndef f() -> str:\n    return os.name\n", helper)
        (tmp_path / f"with{helper.name}.py").write_text(text)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_helper_stands_behind_the_imports() -> None:
    _, text = helped("import a\nfrom b import c\n\n\ndef f():\n    pass\n", NOTHING)
    assert order(text) == ["import a", "from b import c", "class _Nothing(tuple):", "def f():"]


def test_a_helper_stands_in_front_of_its_first_use() -> None:
    text = "import a\na.run()\nimport b\n"
    _, text = helped(text, NOTHING, text.index("a.run"))
    assert order(text) == ["import a", "class _Nothing(tuple):", "a.run()", "import b"]


def test_a_helper_stands_behind_a_docstring_and_future_imports() -> None:
    _, text = helped('"""About."""\nfrom __future__ import annotations\nx = 1\n', NOTHING)
    assert order(text)[2:] == ["class _Nothing(tuple):", "x = 1"]


def test_a_helper_stands_behind_the_imports_that_it_needs() -> None:
    _, text = helped("x = 1\n", helper_texts.AWAITABLE_MOCK)
    mock = "class _AwaitableMock(unittest.mock.MagicMock):"
    assert order(text) == ["import unittest.mock", mock, "x = 1"]


def test_a_helper_does_not_depend_on_an_import_in_a_branch() -> None:
    text = "import a\nif a.b:\n    from unittest import mock\nelse:\n    import mock\n"
    _, text = helped(text, helper_texts.AWAITABLE_MOCK)
    assert "class _AwaitableMock(unittest.mock.MagicMock):" in text


def test_a_helper_whose_name_is_taken_gets_a_number() -> None:
    assert helped("_Nothing = 1\n", NOTHING)[0] == "_Nothing_2"


def test_what_only_has_the_name_of_a_helper_is_not_used_as_one() -> None:
    assert helped("class _Nothing(list):\n    pass\n", NOTHING)[0] == "_Nothing_2"


def test_a_helper_under_a_number_is_used_again() -> None:
    name, once = helped("_Nothing = 1\n", NOTHING)
    assert helped(once, NOTHING) == (name, once)


def test_two_helpers_of_one_module_stand_apart() -> None:
    text = (
        "import asyncio\n\nlock = asyncio.Lock(loop=asyncio.new_event_loop())\n"
        "print(asyncio.Task.current_task())\n"
    )
    after = migrate_text(text)
    assert "\n\n\ndef _current_task(loop=None):" in after
    assert "\n\n\ndef _loop_argument(loop):" in after
    assert "\n\n\n\n" not in after
