"""How `review`, `migrate` and the suite end, and what they say then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compare.__main__ import main
from off_coroutine.cli import COMMANDS, run
from off_coroutine.migration import migrate_command, review_command

LEGACY = "import asyncio\n\n\n@asyncio.coroutine\ndef main():\n    yield from asyncio.sleep(0)\n"


@pytest.fixture
def legacy(tmp_path: Path) -> Path:
    file = tmp_path / "legacy.py"
    file.write_text(LEGACY)
    return file


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that fail as none should."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("first line\nsecond line")

    monkeypatch.setattr(migrate_command, "migrate", fail)
    monkeypatch.setattr(review_command, "review", fail)
    monkeypatch.delenv("OFF_COROUTINE_TRACEBACK", raising=False)


@pytest.mark.parametrize("command", ["review", "migrate"])
def test_an_internal_error_is_one_line_and_ends_with_70(
    broken: None, legacy: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert run([command, str(legacy)]) == 70
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("off-coroutine: internal error, please report it: ZeroDivisionError: ")
    assert "first line second line (" in line
    assert "test_source_commands.py:" in line


def test_an_internal_error_is_shown_whole_if_it_is_asked_for(
    broken: None, legacy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFF_COROUTINE_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run(["review", str(legacy)])


def test_an_internal_error_of_the_suite_ends_with_70_as_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.delenv("OFF_COROUTINE_TRACEBACK", raising=False)
    monkeypatch.setattr("compare.interpreters.command.command", fail)
    assert main(["interpreters"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("python -m compare: internal error, please report it: RecursionError")
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_help_says_how_its_command_ends(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run([*command, "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert "70 for an internal error, 130 after Ctrl-C, 143 after SIGTERM" in words
    assert words.count("70 for an internal error") == 1


@pytest.mark.parametrize("command", ["review", "migrate"])
def test_a_folder_without_python_is_wrong_usage(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, str(tmp_path)]) == 2
    assert f"no Python file in {tmp_path}: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hello world, this is a letter\n", "line 1: cannot be parsed: invalid syntax"),
        (b"\x89PNG\r\n\x1a\n\x00", "cannot be decoded: "),
    ],
)
def test_what_is_no_python_at_all_is_said_in_clear_words(
    content: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.py"
    file.write_bytes(content)
    assert run(["migrate", str(file)]) == 3
    assert f"{file}: skipped: {reason}" in capsys.readouterr().err
    assert run(["review", str(file)]) == 2
    assert f"{file}: not reviewed: {reason}" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "status"), [("review", 2), ("migrate", 3)])
def test_a_device_is_said_in_clear_words(
    command: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, os.devnull]) == status
    assert "/dev/null: " in (said := capsys.readouterr().err)
    assert "it is no regular file" in said


def test_an_empty_file_is_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.py").touch()
    assert run(["migrate", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "0 files to change: 0 conversions, 0 refused, 0 skipped\n"


def test_read_only_files_are_written_only_if_it_is_asked_for(
    legacy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = legacy.with_name("other.py")
    other.write_text(LEGACY)
    legacy.chmod(0o444)
    words = ["migrate", "--write", str(legacy.parent)]
    assert run([*words, "--format", "json"]) == 3
    shown, said = capsys.readouterr()
    report = json.loads(shown)
    assert list(report["skipped"]) == [str(legacy)]
    assert (report["written"], len(report["changed"])) == ([], 2)
    assert said == "nothing was written: the files change together or not at all\n"
    assert (legacy.read_text(), other.read_text()) == (LEGACY, LEGACY)
    assert run([*words, "--include-read-only"]) == 0
    assert "2 files written: " in capsys.readouterr().err


def test_an_option_for_writing_asks_for_writing(legacy: Path) -> None:
    assert run(["migrate", "--include-read-only", str(legacy)]) == 2


def test_what_could_not_be_taken_back_is_said_file_by_file(
    legacy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = legacy.with_name("other.py")
    other.write_text(LEGACY)
    replace = Path.replace
    done: list[str] = []

    def once(file: Path, target: str) -> Path:
        if done:
            raise OSError(16, "Device or resource busy")
        done.append(target)
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", once)
    assert run(["migrate", "--write", str(legacy.parent)]) == 3
    said = capsys.readouterr().err
    assert f"{legacy}: WRITTEN: the files could not all be taken back\n" in said
    assert f"{other}: not written: the files could not all be taken back\n" in said
    assert f"{other}: skipped: it cannot be written: Device or resource busy\n" in said


@pytest.mark.parametrize(
    "text",
    [
        LEGACY,
        LEGACY.replace("\n\n\n", "\n\x0c\n\n").replace("sleep(0)", "sleep(0)  # \x0c \u2028 \x1c"),
        LEGACY.rstrip("\n"),
        LEGACY.replace("\n", "\r\n"),
        "x = 1\r" + LEGACY,
    ],
    ids=["plain", "form feed", "no last newline", "crlf", "a lone return"],
)
def test_a_difference_can_be_applied(tmp_path: Path, text: str) -> None:
    file = tmp_path / "m.py"
    file.write_bytes(text.encode())
    words = [sys.executable, "-m", "off_coroutine", "migrate"]
    root = Path(__file__).parent.parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    shown = subprocess.run(
        [*words, "m.py"], cwd=tmp_path, env=environment, capture_output=True, check=True
    ).stdout
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=shown, check=True)
    patched = file.read_bytes()
    file.write_bytes(text.encode())
    subprocess.run(
        [*words, "--write", "m.py"], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert patched == file.read_bytes()
    assert b"async def" in patched


def test_a_stub_is_reviewed_beside_its_module_and_not_migrated(
    legacy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stub = legacy.with_suffix(".pyi")
    text = "import asyncio\n@asyncio.coroutine\ndef main(): ...\n"
    stub.write_text(text)
    words = ["review", "--format", "json", "--select", "decorated-coroutine", str(legacy.parent)]
    assert run(words) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(each["path"], each["line"]) for each in found] == [(str(legacy), 4), (str(stub), 2)]
    assert run(["migrate", "--write", str(legacy.parent)]) == 0
    assert stub.read_text() == text


@pytest.mark.parametrize(
    "words", [["migrate", ""], ["review", ""], ["migrate", ".", "--target", "3.99"]]
)
def test_words_that_mean_nothing_are_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2
