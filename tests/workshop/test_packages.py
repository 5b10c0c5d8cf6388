"""The customer endpoint on other Pythons, with the packages of their years."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from processes import is_gone, script

from compare.cache import is_whole
from compare.contracts.customer_endpoint import CONTRACT
from compare.exchange import Database, Exchange, Request
from compare.styles import PACKAGES
from compare.workshop.packages import command as packages_command
from compare.workshop.packages import environments as packages
from compare.workshop.packages import serving as packages_serving
from compare.workshop.packages.command import status
from compare.workshop.packages.environments import (
    LIBRARIES,
    Environment,
    PackagesError,
    environment,
)
from compare.workshop.packages.serving import Row, serve
from off_coroutine.interpreters import Interpreter, find, how_to_get

HERE = Environment(Path(sys.executable), {"aiohttp": "1"})
THIS = Interpreter(Path(sys.executable), tuple(sys.version_info[:3]), "cpython")
HELLO = Exchange("it says hello", [1], [Request("/", 200, "hello")])


def main(*words: str) -> int:
    """Run the command by its own parser."""
    parser = argparse.ArgumentParser()
    packages_command.add_command(parser.add_subparsers())
    options = parser.parse_args(words)
    return int(options.run(options))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, unless it is about the user's."""
    if "real" not in request.fixturenames:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "off-asyncio-coroutine/endpoint"


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with Database(None) as database:
        yield database


@pytest.fixture(scope="module")
def real() -> list[Interpreter]:
    return find()


@pytest.mark.parametrize(("name", "style"), [("3.6", "generators"), ("3.13", "modern")])
def test_the_endpoint_of_2018_answers_as_the_modern_one(
    name: str, style: str, real: list[Interpreter], database: Database
) -> None:
    there = [each for each in real if each.name == name and not each.broken]
    if not there:
        pytest.skip(f"no Python {name} here: `{how_to_get(name)}`")
    if not is_whole(packages.place(there[0])):
        pytest.skip(f"no environment: `python -m compare packages --python {name}` makes it")

    async def run() -> Row:
        made = await environment(there[0])
        return await serve(there[0], made, style, database, CONTRACT.exchanges)

    row = asyncio.run(run())
    assert (row.verdict, row.exchanges) == ("agree", len(CONTRACT.exchanges))


# An interpreter: `-m venv FOLDER` makes a Python that obeys `$1 -m pip` by noting it.
VENV = """
echo "$@" >> {folder}/asked
mkdir -p "$3/bin"
for name in aiohttp motor pymongo; do mkdir -p "$3/lib/python3.6/site-packages/$name-1.2.dist-info"
done
printf '#!/bin/sh\\necho "$@" >> {folder}/asked\\n{pip}\\n' > "$3/bin/python"
chmod +x "$3/bin/python"
"""


def interpreter(folder: Path, pip: str = "true") -> Interpreter:
    path = script(folder / "python", VENV.format(folder=folder, pip=pip))
    return Interpreter(path, (3, 6, 15), "cpython")


def asked(folder: Path) -> list[str]:
    return (folder / "asked").read_text().splitlines()


def test_an_environment_is_made_once(tmp_path: Path, cache: Path) -> None:
    made = asyncio.run(environment(interpreter(tmp_path)))
    assert made.versions == dict.fromkeys(LIBRARIES, "1.2")
    assert made.python.is_file()
    assert len(asked(tmp_path)) == 1 + len(packages.PINS)
    assert all("--require-hashes" in words for words in asked(tmp_path)[1:])
    assert asyncio.run(environment(interpreter(tmp_path))) == made
    assert len(asked(tmp_path)) == 1 + len(packages.PINS)
    assert sorted(path.suffix for path in cache.iterdir() if path.is_file()) == [".lock"]


def test_two_runs_make_it_once_together(tmp_path: Path) -> None:
    async def both() -> None:
        await asyncio.gather(*[environment(interpreter(tmp_path)) for _ in range(2)])

    asyncio.run(both())
    assert len(asked(tmp_path)) == 1 + len(packages.PINS)


def test_a_failing_pip_leaves_no_environment(tmp_path: Path, cache: Path) -> None:
    failing = interpreter(tmp_path, "echo no such index >&2; exit 1")
    with pytest.raises(PackagesError, match=r"3\.6\.15: pip no such index; pip needs"):
        asyncio.run(environment(failing))
    assert not [path for path in cache.iterdir() if path.is_dir()]


def test_what_a_killed_run_left_is_made_anew(tmp_path: Path) -> None:
    place = packages.place(interpreter(tmp_path))
    left = place / "half"
    left.mkdir(parents=True)
    asyncio.run(environment(interpreter(tmp_path)))
    assert not left.exists()


def test_an_interpreter_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    missing = Interpreter(tmp_path / "none", (3, 6, 15), "cpython")
    with pytest.raises(PackagesError, match="No such file"):
        asyncio.run(environment(missing))


def test_other_pins_are_another_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = packages.place(THIS)
    pins = tmp_path / "pins.txt"
    pins.write_text("aiohttp==1\n")
    monkeypatch.setattr(packages, "PINS", (pins,))
    assert packages.place(THIS) != before


@pytest.mark.parametrize("style", PACKAGES)
def test_every_style_is_served_and_asked(style: str, database: Database) -> None:
    row = asyncio.run(serve(THIS, HERE, style, database, CONTRACT.exchanges[:2]))
    assert row == Row(THIS.full_name, {"aiohttp": "1"}, style, exchanges=2)
    assert row.verdict == "agree"


def test_what_is_logged_is_counted(database: Database) -> None:
    fails = next(each for each in CONTRACT.exchanges if each.logged and each.seconds == 5)
    silent = Exchange(fails.name, fails.clauses, fails.steps, logged=0)
    row = asyncio.run(serve(THIS, HERE, "modern", database, [silent]))
    assert row.verdict == f"differ: {fails.logged} warnings logged instead of 0"


async def served_by(tmp_path: Path, database: Database, answer: Any, end: str = "exit 0") -> Row:
    """Serve by a fake process in front of a server of the test's."""

    async def respond(request: web.Request) -> web.Response:
        return web.Response(text=answer)

    app = web.Application()
    app.router.add_get("/", respond)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        said = f"trap '{end}' TERM; echo \"Try: curl 'http://127.0.0.1:{port}/'\""
        python = script(tmp_path / "python", f"{said}; while :; do sleep 0.01; done")
        made = Environment(python, {})
        return await serve(THIS, made, "modern", database, [HELLO])
    finally:
        await runner.cleanup()


def test_an_endpoint_that_says_what_was_agreed_agrees(tmp_path: Path, database: Database) -> None:
    assert asyncio.run(served_by(tmp_path, database, "hello")).verdict == "agree"


def test_another_answer_is_shown_from_where_it_differs(tmp_path: Path, database: Database) -> None:
    row = asyncio.run(served_by(tmp_path, database, "help"))
    assert row.verdict == "differ: it says hello: 'p' instead of 'lo' at 3"


def test_a_bad_end_is_an_error(tmp_path: Path, database: Database) -> None:
    row = asyncio.run(served_by(tmp_path, database, "hello", "echo leak >&2; exit 3"))
    assert row.verdict == "not run: it ended with status 3: leak"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("echo no module >&2; exit 1", "it did not start: no module"),
        ("echo hello; sleep 60", "it did not start: hello"),
        ("sleep 60 & echo $! > {child}; wait", "it did not start within 0.3 s"),
    ],
)
def test_an_endpoint_that_does_not_start_is_killed_and_named(
    text: str,
    verdict: str,
    tmp_path: Path,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages_serving, "PATIENCE", 0.3)
    child = tmp_path / "child"
    made = Environment(script(tmp_path / "python", text.format(child=child)), {})
    row = asyncio.run(serve(THIS, made, "modern", database, [HELLO]))
    assert (row.verdict, row.exchanges) == (f"not run: {verdict}", 0)
    if child.exists():
        assert is_gone(int(child.read_text()))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([Row("3.6.15")], 0),
        ([Row("3.6.15"), Row("3.7.16", differences=["it"])], 1),
        ([Row("3.6.15"), Row("3.7.16", error="no network")], 2),
        ([Row("3.6.15", differences=["it"]), Row("3.7.16", error="no network")], 1),
    ],
)
def test_the_status_says_what_was_worst(rows: list[Row], expected: int) -> None:
    assert status(rows) == expected


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_the_command_says_which_could_not_be_run(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing = interpreter(tmp_path, "echo no such index >&2; exit 1")
    monkeypatch.setattr(packages_command, "chosen", lambda names: [failing])
    assert main("packages", "--python", "3.6", *words) == 2
    printed = capsys.readouterr().out
    assert "not run: no environment for Python 3.6.15: pip no such index" in printed
    if words:
        (row,) = json.loads(printed)
        assert (row["python"], row["exchanges"]) == ("3.6.15", 0)
