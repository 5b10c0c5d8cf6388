"""The migration guide is up to date, and every snippet of it does what it shows."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from compare.workshop.guide.building import GUIDE, build

TEXT = GUIDE.read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", TEXT, re.S)


COMMANDS = re.findall(r"```console\n(.*?)```", TEXT, re.S)
EXAMPLE = GUIDE.parent / "example"


def heading(snippet: str) -> str:
    before = TEXT[: TEXT.index(snippet)]
    last: str = re.findall(r"^##+ (.*)$", before, re.M)[-1]
    return last


def test_the_guide_is_what_is_built() -> None:
    assert build() == TEXT, "python -m compare guide --write brings it up to date"


@pytest.mark.parametrize(
    ("program", "output"), PROGRAMS, ids=[heading(program) for program, _ in PROGRAMS]
)
def test_a_program_prints_what_stands_under_it(program: str, output: str, tmp_path: Path) -> None:
    assert output, "a program of the guide is followed by what it prints, as ```text"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout == output, ran.stderr


def test_the_commands_print_what_stands_under_them_in_their_order(tmp_path: Path) -> None:
    example = shutil.copytree(EXAMPLE, tmp_path / "example")
    for block in COMMANDS:
        for command, output in re.findall(
            r"^\$ (?:python|off-coroutine) (.*)\n((?:(?!\$ ).*\n)*)", block, re.M
        ):
            ran = subprocess.run(
                [sys.executable, "-m", "off_coroutine", *shlex.split(command)],
                cwd=example,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=60,
            )
            pattern = re.escape(output).replace(re.escape("...\n"), "(?:.*\n)*")
            assert re.fullmatch(pattern, ran.stdout), f"{command}\n{ran.stdout}"


def test_every_link_within_the_repository_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        path, _, anchor = target.partition("#")
        assert not path or (GUIDE.parent / path).exists(), target
        if anchor and not path:
            anchors = [
                re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
                for title in re.findall(r"^#+ (.*)$", TEXT, re.M)
            ]
            assert anchor in anchors, target
