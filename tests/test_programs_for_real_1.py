"""The first half of the catalogue, started for real: each style prints the same lines."""

import os
import re
import signal
import subprocess
import sys

import pytest
from serving import PATIENCE, lines_of

from compare.styles import PACKAGES

# Written out, not taken from a style; regular expressions where chance or time is printed.
LINES = {
    "first_coroutine": [
        "outside: entering the event loop",
        "inside: asking for London",
        "inside: it has 11 degrees in London",
        "outside: left with 11 degrees in London",
        "outside: entering the event loop",
        "inside: asking for Atlantis",
        "outside: left with an error: no station in Atlantis",
    ],
    "awaitables": [
        "a Future gives Ada Lovelace",
        "a coroutine gives Edsger Dijkstra",
        "a Task gives Grace Hopper",
        "an object gives Kristen Nygaard",
    ],
    "shared_counter": [
        "tasks, no await in between: 15000 of 15000 hits",
        "tasks, an await in between: 5000 of 15000 hits",
        r"threads, the same increment: (?!15000)\d+ of 15000 hits",
    ],
    "cpu_bound": [
        r"one after another: \[6057, 6057, 6057, 6057\]",
        "the event loop is free while [1-4] jobs run",
        r"in 2 threads: \[6057, 6057, 6057, 6057\], \d+\.\d times as fast",
        "the event loop is free while [1-4] jobs run",
        r"in 2 processes: \[6057, 6057, 6057, 6057\], \d+\.\d times as fast",
    ],
    "fan_out": [
        "stopped: Rome",
        "no sum: Lima is closed",
        "error: Lima is closed",
        "price: 12",
        "stopped: Rome",
        "error: Lima is closed",
        "price: 12",
        "late: 1",
    ],
    "first_wins": [
        "ended: Oslo",
        "ended: Lima",
        "cancelled: Rome",
        "the winner: hello from Lima",
        "ended: Oslo",
        "nobody won: Oslo is offline",
    ],
    "deadline": [
        "connected",
        "closed",
        "Where\\? In 42 minutes.",
        "connected",
        "no answer within 0.3 s",
        "closed",
        "None",
        "no answer within 0.3 s",
        "None",
    ],
    "retry": [
        r"try 1: the server is busy; again in 0\.\d{3} s",
        r"try 2: the server is busy; again in 0\.\d{3} s",
        "the page: welcome",
        r"try 1: the server is closed; again in 0\.\d{3} s",
        r"try 2: the server is closed; again in 0\.\d{3} s",
        "no page: the server is closed",
        "no page: this page is not for you",
    ],
}

every_style = pytest.mark.parametrize("style", PACKAGES)


@every_style
@pytest.mark.parametrize("program", LINES)
def test_a_program_prints_its_lines_and_ends(program: str, style: str) -> None:
    printed = lines_of(program, style)
    assert len(printed) == len(LINES[program])
    for line, expected in zip(printed, LINES[program], strict=True):
        assert re.fullmatch(expected, line)


@every_style
def test_ctrl_c_ends_a_program_and_its_processes_in_order(style: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", f"{PACKAGES[style]}.cpu_bound"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    # The fourth line says that processes are at work, for a tenth of a second or more.
    for _ in range(4):
        process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGINT
    assert errors.endswith("KeyboardInterrupt\n")
    # What processes and asyncio say of an end that is not orderly.
    assert not re.search(r"^Process |was never|was destroyed|exception calling", errors, re.M)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
