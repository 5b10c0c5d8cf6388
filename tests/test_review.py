"""`off-coroutine review`: what it prints, what it leaves out, and how it ends."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from off_coroutine.migration import review_command
from off_coroutine.migration.rules import RULES
from off_coroutine.options import UsageError

ROOT = Path(__file__).parent.parent
LEGACY = """\
import asyncio


@asyncio.coroutine
def pause():
    yield from asyncio.sleep(1)
"""
LEAVING = "import asyncio\n\nasyncio.set_event_loop_policy(None)\n"
CLEAN = "import asyncio\n\nasyncio.run(asyncio.sleep(0))\n"

Review = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def review(here: Path, capsys: pytest.CaptureFixture[str]) -> Review:
    """A function that runs the command and returns its status, output and errors."""

    def review(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        review_command.add_command(parser.add_subparsers())
        status = review_command.command(parser.parse_args(["review", *words]))
        return status, *capsys.readouterr()

    return review


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """Be somebody who may not read everything."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def rules(output: str) -> list[str]:
    return [finding["rule"] for finding in json.loads(output)["findings"]]


def test_a_finding_is_shown_with_its_line_and_what_to_do(here: Path, review: Review) -> None:
    Path("old.py").write_text(LEGACY)
    status, output, errors = review("old.py", "--select", "decorated-coroutine")
    assert (status, errors) == (1, "")
    assert output == (
        "old.py:4:2: decorated-coroutine: the decorated coroutine `pause`\n"
        "    @asyncio.coroutine\n"
        "     ^\n"
        "  why: asyncio.coroutine was removed in Python 3.11: the module does not import\n"
        "  do:  make it `async def` and await what it delegates to (`migrate` does)\n"
        "  see: docs/migration-guide.md#decorated-coroutine\n"
        "\n"
        "1 finding in 1 of 1 file\n"
        "       1  decorated-coroutine\n"
    )


def test_nothing_found_ends_with_0(here: Path, review: Review) -> None:
    Path("new.py").write_text(CLEAN)
    assert review("new.py") == (0, "nothing found in 1 file\n", "")


def test_a_refusal_says_why_migrate_leaves_it(here: Path, review: Review) -> None:
    Path("old.py").write_text(LEGACY + "    yield 1\n")
    assert "`migrate` leaves it: it yields values" in review("old.py")[1]


def test_a_caret_stands_under_its_column(here: Path, review: Review) -> None:
    Path("wide.py").write_text(
        f"import asyncio\n\nif True:\n\t'漢字\x1b', asyncio.get_child_watcher()  # {'x' * 200}\n",
        encoding="utf-8",
    )
    _, output, _ = review("wide.py")
    line, caret = output.splitlines()[1:3]
    assert line.startswith("    '漢字\N{REPLACEMENT CHARACTER}', asyncio.get_child_watcher()")
    assert len(line) <= 110
    assert caret == " " * len("    '漢字..', ") + " " + "^"


def test_a_place_far_to_the_right_is_shown(here: Path, review: Review) -> None:
    Path("long.py").write_text(f"import asyncio\n\n{'1, ' * 200}asyncio.get_child_watcher()\n")
    line, caret = review("long.py")[1].splitlines()[1:3]
    assert line[caret.index("^") :] == "asyncio.get_child_watcher()"


def test_findings_stand_in_the_order_of_paths_and_places(here: Path, review: Review) -> None:
    Path("b.py").write_text(LEAVING * 2)
    Path("a.py").write_text(LEAVING)
    found = json.loads(review("b.py", "a.py", "--format", "json")[1])["findings"]
    assert [(each["path"], each["line"]) for each in found] == [
        ("a.py", 3),
        ("b.py", 3),
        ("b.py", 6),
    ]


def test_json_says_everything_of_a_finding(here: Path, review: Review) -> None:
    Path("leaving.py").write_text(LEAVING)
    status, output, _ = review("leaving.py", "--format", "json")
    assert status == 1
    assert json.loads(output) == {
        "findings": [
            {
                "rule": "leaving-name",
                "path": "leaving.py",
                "line": 3,
                "column": 1,
                "what": "`asyncio.set_event_loop_policy`",
                "why": "Python 3.14 warns of it, and 3.16 is to remove it",
                "remedy": "give `asyncio.run` or `asyncio.Runner` a `loop_factory`",
                "since": "3.14",
                "refusal": "",
                "migrates": False,
                "guide": "docs/migration-guide.md#leaving-name",
            }
        ],
        "unreadable": [],
    }


def test_github_is_given_one_escaped_line_for_a_finding(here: Path, review: Review) -> None:
    Path("50%,a:b.py").write_text(LEAVING)
    _, output, _ = review("50%,a:b.py", "--format", "github")
    assert output.startswith("::error file=50%25%2Ca%3Ab.py,line=3,col=1,title=leaving-name%3A `")
    assert output.count("\n") == 1
    assert output.endswith("%0Adocs/migration-guide.md#leaving-name\n")


def test_sarif_names_its_rules_and_places(here: Path, review: Review) -> None:
    Path("a folder").mkdir()
    Path("a folder/leaving.py").write_text(LEAVING)
    Path("a folder/broken.py").write_text("def\n")
    log = json.loads(review("a folder", "--format", "sarif")[1])
    (run,) = log["runs"]
    (result,) = run["results"]
    location = result["locations"][0]["physicalLocation"]
    assert log["version"] == "2.1.0"
    assert location["artifactLocation"] == {"uri": "a%20folder/leaving.py"}
    assert location["region"] == {
        "startLine": 3,
        "startColumn": 1,
        "snippet": {"text": "asyncio.set_event_loop_policy(None)"},
    }
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == list(RULES)
    assert described[result["ruleIndex"]]["id"] == result["ruleId"] == "leaving-name"
    assert all(rule["help"]["text"] for rule in described)
    assert not run["invocations"][0]["executionSuccessful"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("a folder/broken.py: not reviewed: line 1")


def test_a_path_outside_of_the_folder_is_absolute_in_sarif(
    here: Path, review: Review, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "leaving.py"
    outside.write_text(LEAVING)
    run = json.loads(review(str(outside), "--format", "sarif")[1])["runs"][0]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == outside.as_uri()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained_in_its_own_words(name: str, review: Review) -> None:
    status, output, _ = review("--explain", name)
    assert status == 0
    assert output.startswith(f"{name}: ")
    for head in ("Found: ", "Why: ", "Fix: ", "Safety: ", f"docs/migration-guide.md#{name}\n"):
        assert f"\n{head}" in output


@pytest.mark.parametrize("option", ["--explain", "--select", "--ignore"])
def test_a_rule_that_is_not_there_is_wrong_usage(option: str, here: Path, review: Review) -> None:
    Path("new.py").write_text(CLEAN)
    with pytest.raises(UsageError, match=r"no rule 'lock'; there are .*lock-statement"):
        review(option, "lock", "new.py")


def test_rules_are_selected_and_ignored_by_name(here: Path, review: Review) -> None:
    Path("old.py").write_text(LEGACY + LEAVING)
    as_json = ("old.py", "--format", "json")
    both = ["decorated-coroutine", "leaving-name"]
    assert rules(review(*as_json)[1]) == both
    assert rules(review(*as_json, "--select", "leaving-name, decorated-coroutine")[1]) == both
    assert rules(review(*as_json, "--select", both[0], "--select", both[1])[1]) == both
    assert rules(review(*as_json, "--ignore", "leaving-name")[1]) == both[:1]
    status, output, _ = review(*as_json, "--ignore", ",".join(both))
    assert (status, rules(output)) == (0, [])


def test_what_goes_along_with_another_finding_is_shown_if_selected(
    here: Path, review: Review
) -> None:
    Path("old.py").write_text(LEGACY)
    as_json = ("old.py", "--format", "json")
    assert "yield-from" not in rules(review(*as_json)[1])
    assert rules(review(*as_json, "--select", "yield-from")[1]) == ["yield-from"]


@pytest.mark.parametrize(("manager", "told"), [("lock", True), ("pool", False)])
def test_only_of_a_lock_it_is_said_to_enter_it_by_async_with(
    manager: str, told: bool, here: Path, review: Review
) -> None:
    bound = "" if told else " as connection"
    entered = f"    with (yield from {manager}){bound}:\n        pass\n"
    Path("old.py").write_text(LEGACY + entered)
    assert ("lock-statement" in rules(review("old.py", "--format", "json")[1])) is told


@pytest.mark.parametrize(("target", "status"), [("3.11", 0), ("3.13", 0), ("3.14", 1)])
def test_what_breaks_after_the_target_is_left_out(
    target: str, status: int, here: Path, review: Review
) -> None:
    Path("leaving.py").write_text(LEAVING)
    assert review("leaving.py", "--target", target)[0] == status


def test_what_breaks_on_any_python_counts_for_every_target(here: Path, review: Review) -> None:
    Path("old.py").write_text(LEGACY)
    assert review("old.py", "--target", "3.11")[0] == 1


def test_an_allowed_finding_is_left_out(here: Path, review: Review) -> None:
    lines = LEGACY.replace("coroutine\n", "coroutine  # legacy: allow[decorated-coroutine]\n")
    lines = lines.replace("(1)", "(1)  # why so #legacy:allow[ leaving-name,yield-from ]")
    Path("old.py").write_text(lines)
    _, output, _ = review("old.py")
    assert output.startswith(
        "old.py:6:43: unused-allow: unused suppression comment for `leaving-name`\n"
    )
    assert "1 finding" in output


@pytest.mark.parametrize("options", [["--target", "3.11"], ["--ignore", "leaving-name"]])
def test_an_allowance_for_what_is_not_asked_for_is_not_unused(
    options: list[str], here: Path, review: Review
) -> None:
    Path("leaving.py").write_text(LEAVING.rstrip() + "  # legacy: allow[leaving-name]\n")
    assert review("leaving.py", *options)[0] == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x00\x01\x7fELF", "cannot be parsed"),
        (b"def f(:\n", "line 1: cannot be parsed: invalid syntax"),
        (b"# -*- coding: nonsense -*-\n", "cannot be decoded: unknown encoding: nonsense"),
        (b"x = '\xe9'\n", "cannot be decoded"),
        (b"(" * 5000, "cannot be parsed"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_reviewed(
    content: bytes, reason: str, here: Path, review: Review
) -> None:
    Path("broken.py").write_bytes(content)
    Path("leaving.py").write_text(LEAVING)
    status, output, errors = review(".")
    assert status == 2
    assert output.startswith("leaving.py:3:1: leaving-name")
    assert errors.startswith("broken.py: not reviewed: ")
    assert reason in errors


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LEAVING.encode(),
        b"# coding: latin-1\n" + LEAVING.encode() + b"# \xe9\n",
        LEAVING.replace("\n", "\r\n").encode(),
        LEAVING.replace("\n", "\r").encode(),
        LEAVING.rstrip().encode(),
    ],
    ids=["BOM", "latin-1", "CRLF", "CR", "no newline at the end"],
)
def test_encodings_and_line_endings_are_read(content: bytes, here: Path, review: Review) -> None:
    Path("odd.py").write_bytes(content)
    (finding,) = json.loads(review("odd.py", "--format", "json")[1])["findings"]
    assert (finding["rule"], finding["column"]) == ("leaving-name", 1)


def test_a_file_that_may_not_be_read_is_said(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to others
        Path(folder).chmod(0o755)
        monkeypatch.chdir(folder)
        Path("secret.py").touch(0)
        Path("closed").mkdir(0)
        with without_privileges():
            status, _, errors = review(".")
        Path("closed").chmod(0o700)
        monkeypatch.undo()
    assert status == 2
    assert "secret.py: not reviewed: it cannot be read: Permission denied" in errors
    assert "closed: not reviewed: it cannot be read: Permission denied" in errors


def test_a_pipe_is_not_waited_for(here: Path, review: Review) -> None:
    os.mkfifo("pipe.py")
    status, _, errors = review(".")
    assert (status, errors) == (2, "pipe.py: not reviewed: it is no regular file\n")


def test_links_hidden_folders_and_environments_are_not_reviewed(here: Path, review: Review) -> None:
    for folder in (".hidden", "environment", "source"):
        Path(folder).mkdir()
        Path(folder, "leaving.py").write_text(LEAVING)
    Path("environment/pyvenv.cfg").touch()
    Path("linked.py").symlink_to("source/leaving.py")
    Path("circle").symlink_to(".")
    status, output, errors = review(".", "--format", "json")
    assert (status, errors) == (1, "")
    assert [finding["path"] for finding in json.loads(output)["findings"]] == ["source/leaving.py"]


def test_a_folder_without_python_is_wrong_usage(here: Path, review: Review) -> None:
    Path("notes.txt").write_text("none")
    with pytest.raises(UsageError, match=r"no Python file in \."):
        review(".")


def test_a_path_that_is_not_there_is_wrong_usage(here: Path, review: Review) -> None:
    with pytest.raises(UsageError, match=r"there is no missing\.py"):
        review("missing.py")


def test_no_path_is_wrong_usage(review: Review) -> None:
    with pytest.raises(UsageError, match="give files or folders"):
        review()


@pytest.mark.parametrize("words", [["--target", "3.10"], ["--format", "xml"]])
def test_wrong_options_end_with_2(words: list[str], review: Review) -> None:
    with pytest.raises(SystemExit) as ended:
        review(*words, ".")
    assert ended.value.code == 2


def test_what_a_terminal_cannot_show_is_escaped(here: Path) -> None:
    Path("é.py").write_text("# é\n" + LEAVING.replace("None", "None, 'é'"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    words = [sys.executable, "-m", "off_coroutine", "review", "."]
    ran = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert b"\\xe9.py:4:1: leaving-name" in ran.stdout


def test_the_hooks_of_pre_commit_run_commands_that_there_are() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries: list[Any] = [
        line.split(": ", 1)[1].split() for line in hooks.splitlines() if line.startswith("  entry:")
    ]
    assert entries == [
        ["off-coroutine", "review", "."],
        ["off-coroutine", "migrate", "--write", "."],
    ]
