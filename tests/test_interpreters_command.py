"""The list of the Pythons on this machine."""

import argparse
import json
import sys
from pathlib import Path

import pytest

from compare.interpreters import command
from off_coroutine.options import UsageError


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "python"
    path.write_text("#!/bin/sh\necho nonsense\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run the command and return what it printed; it always ends with 0."""
    parser = argparse.ArgumentParser()
    command.add_command(parser.add_subparsers())
    options = parser.parse_args(["interpreters", *words])
    assert options.run(options) == 0
    return capsys.readouterr().out


def test_the_list_has_what_runs_this_and_what_is_broken(
    capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    text = shown(capsys, broken)
    assert str(Path(sys.executable).resolve()) in text
    assert f"broken: {broken}: did not say its version, but nonsense" in text


def test_the_list_says_whose_decorator_there_is_and_what_is_lacking(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = json.loads(shown(capsys, "--json"))["interpreters"]
    for each in found:
        if not each["broken"]:
            minor = int(each["version"].split(".")[1])
            assert (each["decorator"] == "asyncio") == (minor < 11)
            assert bool(each["lacking"]["modern"]["sleep_ordering"]) == (minor < 7)


def test_the_list_says_how_to_get_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("off_coroutine.interpreters.WANTED", ["3.6", "3.99"])
    assert "missing: 3.99, get it by: uv python install 3.99" in shown(capsys)


def test_a_path_with_nothing_there_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"nothing at .*absent: give the path of a Python"):
        shown(capsys, str(tmp_path / "absent"))


def test_one_that_dies_later_is_broken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "python"
    text = (
        """case "$*" in *version_info*) echo '["'$0'", [3, 60, 0], "cpython"]';; *) exit 3;; esac"""
    )
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    assert f"broken: {path}: died: with status 3" in shown(capsys, str(path))
