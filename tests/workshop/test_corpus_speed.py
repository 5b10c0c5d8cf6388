"""The speed: what its rows say, never how fast a tool is."""

import sys
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from corpus.trials import pack

from compare.workshop.corpus import speed
from compare.workshop.corpus.speed import Speed, measure

NAP = "import asyncio\n\n\n@asyncio.coroutine\ndef nap():\n    yield from asyncio.sleep(1)\n"
SOURCES = {"nap.py": NAP, "old.py": "import asyncio\n\nasyncio.async(nap())\n"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "tiny-1.0.tar.gz"
    pack(path, SOURCES)
    return path


def measured(
    archive: Path, monkeypatch: pytest.MonkeyPatch, **others: speed.Rewrite
) -> list[Speed]:
    tools = {"compare": speed.TOOLS["compare"]}
    tools |= {tool: ("something", rewrite) for tool, rewrite in others.items()}
    monkeypatch.setattr(speed, "TOOLS", tools)
    return list(measure([archive]))


def test_ratios_are_to_the_migrator(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, other = measured(archive, monkeypatch, other=lambda files: sum(range(10000)))
    assert ours.per_second and other.per_second
    assert ours.ratio == 1.0
    assert other.ratio == other.per_second / ours.per_second


def test_every_round_rewrites_the_same_files_which_all_tools_can_read(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []

    def other(files: Sequence[Path]) -> None:
        seen.append({file.name: file.read_text() for file in files})
        for file in files:
            file.write_text("")

    ours, row = measured(archive, monkeypatch, other=other)
    assert seen == [{"nap.py": NAP}] * speed.ROUNDS
    assert ours.lines == row.lines == 6


def test_tools_that_are_not_there_are_named_with_their_cure(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {"libcst": speed.libcst, "pyupgrade": speed.pyupgrade}
    monkeypatch.setitem(sys.modules, "libcst", None)
    monkeypatch.setitem(sys.modules, "pyupgrade._main", None)
    _, *rows = measured(archive, monkeypatch, **others)
    assert rows == [
        Speed(tool, "something", 6, missing=f"not installed: pip install {tool}") for tool in others
    ]


@pytest.mark.parametrize(
    ("tool", "before", "after"),
    [
        ("compare", NAP, "import asyncio\n\n\nasync def nap():\n    await asyncio.sleep(1)\n"),
        ("pyupgrade", "class A(object):\n    pass\n", "class A:\n    pass\n"),
        ("libcst", "coroutine(1)  # once\n", "native(1)  # once\n"),
        ("lib2to3", "import Queue\n", "import queue\n"),
    ],
)
def test_each_tool_rewrites(tool: str, before: str, after: str, tmp_path: Path) -> None:
    if find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed: pip install {tool}")
    file = tmp_path / "file.py"
    file.write_text(before)
    with warnings.catch_warnings(action="ignore"):
        speed.TOOLS[tool][1]([file])
    assert file.read_text() == after
