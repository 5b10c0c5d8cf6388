"""The streams and signals of a real process: how a command ends whatever becomes of them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from processes import is_gone, script

from off_coroutine import cli

SUITE = ["--program", "sleep_ordering"]
REVIEW = ["review", "tests/review_cases"]
ROOT = Path(__file__).parent.parent

# Says that it is a Python to whom asks, then starts a child and waits.
WAITING = """case "$*" in *version_info*) echo '["'$0'", [3, 6, 15], "cpython"]'; exit;; esac
/bin/sleep 60 & echo $$ $! > {started}; wait"""


def home(words: list[str]) -> str:
    """Return the package whose command line knows some words."""
    return "off_coroutine" if words[0] in cli.COMMANDS else "compare"


def ended(words: list[str], shell: str = "", **environment: str) -> tuple[int, str, str]:
    """Run a command in front of some shell text; return its status and what it said."""
    ran = subprocess.run(
        ["bash", "-c", f'"$@" {shell}', "bash", sys.executable, "-m", home(words), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
        capture_output=True,
        check=False,
        text=True,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize("words", [SUITE, REVIEW, ["--help"], [*SUITE, "--json"]])
@pytest.mark.parametrize(
    ("shell", "complaint"), [(">&-", "standard output is closed"), (">/dev/full", "No space left")]
)
def test_output_that_cannot_be_written_is_wrong_usage(
    words: list[str], shell: str, complaint: str
) -> None:
    status, _, said = ended(words, shell)
    (line,) = said.splitlines()
    assert status == 2
    assert line.startswith(("python -m compare: ", "off-coroutine: "))
    assert complaint in line


@pytest.mark.parametrize(
    "words", [SUITE, [*SUITE, "--json"], ["review", "--explain", "moved-name"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_seen_enough_is_no_failure(words: list[str], unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", home(words), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_what_an_encoding_lacks_is_escaped(tmp_path: Path) -> None:
    file = tmp_path / "latin.py"
    text = "import asyncio\n\n\n@asyncio.coroutine\ndef é():\n    yield from asyncio.sleep(0)\n"
    file.write_text(text, encoding="utf-8")
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    status, shown, said = ended(["migrate", str(file)], **ascii_only)
    assert status == 0, said
    assert "+async def \\xe9():" in shown
    status, shown, said = ended(
        ["--program", "customer_endpoint", "--style", "modern", "--json"], **ascii_only
    )
    assert json.loads(shown)["agree"] is True


@pytest.mark.parametrize("ignored", ["", "trap '' INT; "])
def test_sigterm_leaves_no_process_behind(tmp_path: Path, ignored: str) -> None:
    os.mkfifo(tmp_path / "started")
    python = script(tmp_path / "python", WAITING.format(started=tmp_path / "started"))
    words = [sys.executable, "-m", "compare", *SUITE, "--python", str(python)]
    with subprocess.Popen(
        ["bash", "-c", f'{ignored}exec "$@"', "bash", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        processes = (tmp_path / "started").read_text(encoding="utf-8").split()
        command.send_signal(signal.SIGTERM)
        _, said = command.communicate()
    assert command.returncode == 143
    assert said.strip() == "python -m compare: interrupted"
    assert all(is_gone(int(process)) for process in processes)
