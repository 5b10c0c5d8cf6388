"""The engine does the same in every process, and in every Python that there is here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from off_coroutine.interpreters import WANTED, Interpreter, find, how_to_get, is_named

ROOT = Path(__file__).parents[2]
RUN = """
import runpy, sys
sys.path[:0] = sys.argv[2:]
runpy.run_module(sys.argv[1], run_name="__main__")
"""
every_python = pytest.mark.parametrize("name", WANTED)
# PyPy notices a coroutine that was dropped, and never awaited, when its collector likes.
every_cpython = pytest.mark.parametrize("name", [name for name in WANTED if name[0] == "3"])


def output(python: str | Path, module: str, seed: str = "0") -> str:
    """Run a module with nothing but the standard library and this project."""
    command = [python, "-s", "-S", "-B", "-c", RUN, module, ROOT, ROOT / "tests"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def found() -> list[Interpreter]:
    return [interpreter for interpreter in find() if not interpreter.broken]


@pytest.fixture
def python(name: str, found: list[Interpreter]) -> Path:
    """Return the newest interpreter of this name."""
    matching = [interpreter for interpreter in found if is_named(interpreter, name)]
    if not matching:
        pytest.skip(f"there is no Python {name} here: {how_to_get(name)}")
    return matching[-1].path


@pytest.fixture(scope="module")
def traces() -> str:
    """Return the traces in this Python."""
    found = output(sys.executable, "engine_programs.traces")
    assert found.count("\n") > 100
    return found


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_bytes_come_whatever_the_hash_seed(seed: str, traces: str) -> None:
    assert output(sys.executable, "engine_programs.traces", seed) == traces


@every_cpython
def test_the_same_bytes_come_from_every_python(python: Path, traces: str) -> None:
    assert output(python, "engine_programs.traces") == traces


@every_python
def test_the_engine_does_what_the_asyncio_of_every_python_does(python: Path) -> None:
    assert output(python, "engine_programs").startswith("0 of ")
