"""Ctrl-C and SIGTERM in a real process: what was explored so far is printed."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

FILE = """
import asyncio
import sys
from off_coroutine import Scenario, World

WORLD = World(work=[1, OSError("gone")])

async def short(world):
    return await world.work()

async def long(world):
    print("exploring", file=sys.stderr, flush=True)

    async def child(number):
        try:
            return await world.work(number)
        finally:
            world.say("left", number)

    return await asyncio.gather(*map(child, range(6)), return_exceptions=True)

SHORT = Scenario("short", {"old": short, "new": short}, WORLD)
LONG = Scenario("long", {"old": long, "new": long}, WORLD)
NEXT = Scenario("never begun", {"old": short, "new": short}, WORLD)
"""


def interrupted(folder: Path, *options: str, by: signal.Signals = signal.SIGINT) -> str:
    """Explore until the long scenario has begun, interrupt it, return what was printed."""
    file = folder / "contracts_of_mine.py"
    file.write_text(FILE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "off_coroutine",
        "prove",
        str(file),
        "--max-schedules",
        "9999999",
    ]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(100):  # it explores by then
            assert process.stderr.readline() == "exploring\n"
        process.send_signal(by)
        rest = set(process.stderr)
        shown = process.stdout.read()
    assert process.returncode == 128 + by, rest
    assert rest <= {"exploring\n"}
    return shown


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_prints_what_was_explored_so_far(
    tmp_path: Path, by: signal.Signals
) -> None:
    shown = interrupted(tmp_path, by=by)
    assert shown.startswith("short: exhausted 3 schedules: equivalent\n")
    assert re.fullmatch(r"long: interrupted after \d+ schedules", shown.splitlines()[-1])


def test_ctrl_c_leaves_json_that_is_whole(tmp_path: Path) -> None:
    short, long = json.loads(interrupted(tmp_path, "--json"))
    assert (short["exhausted"], short["interrupted"]) == (True, False)
    assert (long["exhausted"], long["interrupted"]) == (False, True)
    assert long["schedules"] > 40


def test_ctrl_c_ends_interleavings(tmp_path: Path) -> None:
    shown = interrupted(tmp_path, "--interleavings", "--cancellations", "0")
    assert re.fullmatch(r"long: interrupted after \d+ schedules", shown.splitlines()[-1])
