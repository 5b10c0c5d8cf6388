"""The Pythons on this machine, and what only looks like one."""

import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from off_coroutine.interpreters import Interpreter, chosen, find, how_to_get, missing
from off_coroutine.options import UsageError

# A shell script that ends with its arguments; so a Python is one line.
Script = Callable[[str, str], Path]


def python(version: str, implementation: str = "cpython", path: str = "$0") -> str:
    """Return a script that says it is a Python."""
    return f"echo '[\"'{path}'\", [{version.replace('.', ', ')}], \"{implementation}\"]'"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Hide this machine's Pythons; return a function that writes one, below ``tmp_path``."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    monkeypatch.delenv("PY_PYTHONS", raising=False)
    monkeypatch.setattr("off_coroutine.interpreters.DEBIAN", str(tmp_path / "usr/bin"))

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    return write


def state(process: str) -> str:
    """Return the letter that `ps` shows: Z if it is dead and its parent has not asked yet."""
    shown = subprocess.run(["/bin/ps", "-o", "stat=", "-p", process], stdout=subprocess.PIPE)
    return shown.stdout.decode()[:1]


def others(found: list[Interpreter]) -> list[Interpreter]:
    """Return what was found but for the Python that runs this."""
    return [each for each in found if each.version != sys.version_info[:3]]


@pytest.mark.parametrize(
    "path",
    [
        "bin/python3",
        "bin/python3.6",
        "bin/pypy3",
        "bin/python",
        "pyenv/versions/3.6.15/bin/python",
        "uv/cpython-3.6.15-linux-x86_64-gnu/bin/python",
        "usr/bin/python3.6",
    ],
)
def test_an_interpreter_is_found_in_its_usual_place(script: Script, path: str) -> None:
    file = script(path, python("3.6.15"))
    assert others(find()) == [Interpreter(file, (3, 6, 15), "cpython")]


def test_the_environment_and_arguments_name_others(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = script("old/bin/it", python("3.6.15"))
    new = script("new/bin/it", python("3.14.0"))
    alternative = script("pypy/bin/it", python("3.9.16", "pypy"))
    monkeypatch.setenv("PY_PYTHONS", f"{new}{os.pathsep}{alternative}")
    names = [each.name for each in others(find([old]))]
    assert names == ["3.6", "3.14", "pypy3.9"]


def test_the_python_that_runs_this_is_found(script: Script) -> None:
    (found,) = find()
    assert found.version == sys.version_info[:3]


def test_the_same_version_is_listed_once_and_the_first_named_wins(script: Script) -> None:
    script("bin/python3", python("3.6.15"))
    script("pyenv/versions/3.6.15/bin/python", python("3.6.15"))
    script("bin/pypy3", python("3.6.15", "pypy"))
    given = script("given", python("3.6.15"))
    found = others(find([given]))
    assert [(each.path.name, each.name) for each in found] == [
        ("given", "3.6"),
        ("pypy3", "pypy3.6"),
    ]


def test_a_virtual_environment_is_its_base(script: Script, tmp_path: Path) -> None:
    venv.create(tmp_path / "environment")
    assert find([tmp_path / "environment/bin/python"]) == find()


def test_a_shim_of_pyenv_is_not_asked(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = script("pyenv/shims/python3.6", "exit 127")
    monkeypatch.setenv("PATH", str(shim.parent))
    assert others(find()) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo nonsense", "nonsense"),
        ("/usr/bin/head -c 20000000 /dev/zero", "but much else"),
        ("echo '[1, 2]'", "[1, 2]"),
        ("echo oh dear >&2; exit 3", "oh dear"),
        ("exit 3", "nothing"),
        (python("2.7.18"), "older than 3.6"),
    ],
)
def test_what_does_not_answer_as_a_python_is_broken(script: Script, text: str, reason: str) -> None:
    script("bin/python3", text)
    (found,) = others(find())
    assert reason in found.broken


def test_what_cannot_be_started_is_broken(script: Script, tmp_path: Path) -> None:
    no_program = script("pyenv/versions/3.6.15/bin/python", "")
    no_program.write_bytes(b"\x7fELF")
    absent = tmp_path / "absent"
    reasons = {each.path: each.broken for each in others(find([absent]))}
    assert "No such file" in reasons[absent]
    assert "Exec format error" in reasons[no_program]


def test_one_that_hangs_is_broken_and_its_children_are_killed(
    script: Script, tmp_path: Path
) -> None:
    script("bin/python3", f"/bin/sleep 60 & echo $! > {tmp_path}/child; wait")
    (found,) = others(find(seconds=0.3))
    assert found.broken == "did not say its version within 0.3 s"
    child = (tmp_path / "child").read_text(encoding="utf-8").strip()
    assert state(child) in ("", "Z")


def test_the_newest_of_a_name_is_chosen(script: Script) -> None:
    for version in ("3.6.9", "3.6.15", "3.60.1"):
        script(f"pyenv/versions/{version}/bin/python", python(version))
    script("bin/pypy3", python("3.9.16", "pypy"))
    assert [each.full_name for each in chosen(["pypy3", "3.6"])] == ["3.6.15", "pypy3.9.16"]
    assert [each.full_name for each in chosen(["3.6.9"])] == ["3.6.9"]
    assert [each.full_name for each in others(chosen(["all"]))] == [
        "3.6.15",
        "3.60.1",
        "pypy3.9.16",
    ]


def test_a_path_is_chosen_although_another_has_its_version(script: Script) -> None:
    paths = [script(name, python("3.6.15")) for name in ("one", "other")]
    assert [each.path for each in chosen([str(path) for path in paths])] == paths


def test_a_broken_path_is_refused_with_its_reason(script: Script) -> None:
    path = script("nonsense", "echo nonsense")
    with pytest.raises(UsageError, match=r"nonsense is no Python to use: .* but nonsense"):
        chosen([str(path)])


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("3.6", "pyenv install 3.6"),
        ("3.8", "uv python install 3.8"),
        ("pypy3", "apt-get install pypy3"),
    ],
)
def test_an_unknown_name_is_refused_with_what_there_is_and_the_cure(
    script: Script, name: str, command: str
) -> None:
    script("bin/python3", python("3.7.16"))
    with pytest.raises(UsageError) as refused:
        chosen([name])
    assert "there are 3.7, " in str(refused.value)
    assert how_to_get(name) == command
    assert command in str(refused.value)


@pytest.mark.parametrize("name", ["9", "2.7", "3.5", "pypy", "ruby"])
def test_a_name_that_no_python_has_is_refused_without_a_cure(script: Script, name: str) -> None:
    script("bin/python3", python("3.7.16"))
    with pytest.raises(UsageError, match=f"no Python from 3.6 on is named '{name}': there are 3.7"):
        chosen([name])


def test_the_wanted_ones_that_are_not_there_are_missing() -> None:
    found = [
        Interpreter(Path("a"), (3, 6, 15), "cpython"),
        Interpreter(Path("b"), (3, 7, 16), "cpython", broken="hangs"),
        Interpreter(Path("c"), (3, 9, 16), "pypy"),
    ]
    names = ["3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]
    assert missing(found) == names
