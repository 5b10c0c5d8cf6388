"""A copy of the project with a server of tests in it."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compare.workshop.mutants.operators import Mutant

LEFT_OUT = (
    ".git",
    ".venv*",
    "__pycache__",
    "node_modules",
    ".hypothesis",
    ".*_cache",
    "*.egg-info",
)
SERVER = Path(__file__).with_name("server.py")
PATIENCE = 300.0  # seconds for collecting the tests, or for one of them without a mutant
SLOWER = 5.0  # times as long as without a mutant, after which a test hangs
AT_LEAST = 2.0  # seconds for any test


@dataclass
class Test:
    """A test as it is without a mutant.

    Attributes:
        outcome: "passed", "failed" or "skipped".
        hits: path -> lines that it runs.
    """

    name: str
    outcome: str
    seconds: float
    hits: dict[str, set[int]] = field(default_factory=dict)


class ServerError(Exception):
    """The tests cannot be collected."""


class Worker:
    """Runs tests on mutants, one after the other, in a copy of the project of its own.

    Attributes:
        tests: names of all tests, in pytest's order.
        imported: path -> lines that importing the project and collecting its tests runs.
    """

    def __init__(
        self, root: Path, folder: Path, files: Sequence[str], tests: Sequence[str]
    ) -> None:
        self._copy = folder
        shutil.copytree(root, folder, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        reading, commands = os.pipe()
        results, writing = os.pipe()
        words = [str(reading), str(writing), json.dumps(list(files)), *tests]
        with (folder / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(SERVER), *words],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(reading, writing),
                start_new_session=True,
            )
        os.close(reading)
        os.close(writing)
        self._commands = os.fdopen(commands, "w")
        self._results = results
        self._buffer = b""
        self._child = 0
        ready = self._answer(PATIENCE)
        if "tests" not in ready:
            self.close()
            said = (folder / "server.log").read_text(errors="replace")
            raise ServerError(f"the tests cannot be collected:\n{said[-2000:]}")
        self.tests: list[str] = ready["tests"]
        self.imported = {path: set(lines) for path, lines in ready["imported"].items()}

    def close(self) -> None:
        self._kill_child()
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._commands.close()
        os.close(self._results)

    def without_mutant(self, tests: Sequence[str]) -> Iterator[Test]:
        """Run tests as they are.

        Raises:
            ServerError: one of them hangs, or ends the process.
        """
        self._command(tests=list(tests))
        last = ""
        while "ended" not in (message := self._answer(PATIENCE)):
            last = message.get("begins", last)
            if message.get("timed_out"):
                raise ServerError(f"a test does not end, without any mutant: {last}")
            if "test" in message:
                hits = {path: set(lines) for path, lines in message["hits"].items()}
                yield Test(message["test"], message["outcome"], message["seconds"], hits)
        if message["ended"]:
            raise ServerError(f"a test ends the process, without any mutant: {last}")

    def try_mutant(self, mutant: Mutant, tests: Sequence[Test]) -> tuple[str, str]:
        """Run tests on a mutant up to the first that fails.

        Returns:
            what became of it ("killed", "timed out" or "survived"), and the last test that began.
        """
        path = self._copy / mutant.path
        original, status = path.read_bytes(), path.stat()
        path.write_text(mutant.text, encoding="utf-8")
        try:
            return self._tried(mutant, tests)
        finally:
            path.write_bytes(original)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def _tried(self, mutant: Mutant, tests: Sequence[Test]) -> tuple[str, str]:
        seconds = {test.name: test.seconds for test in tests}
        last = ""
        limit = AT_LEAST * SLOWER  # the modules may have to be imported first
        fate = "survived"
        self._command(
            tests=list(seconds), path=mutant.path, text=mutant.text, function=mutant.function
        )
        while "ended" not in (message := self._answer(limit)):
            if message.get("timed_out"):
                fate = "timed out"
                self._kill_child()
                limit = PATIENCE
            elif "begins" in message:
                last = message["begins"]
                limit = AT_LEAST + SLOWER * seconds.get(last, 0)
        if fate == "survived" and message["ended"]:
            fate = "killed"
        self._child = 0
        return fate, last

    def _command(self, **words: object) -> None:
        self._commands.write(json.dumps(words) + "\n")
        self._commands.flush()

    def _answer(self, seconds: float) -> dict[str, Any]:
        """Return the next message, or that there is none in time, or that the server has ended."""
        while b"\n" not in self._buffer:
            if not select.select([self._results], [], [], seconds)[0]:
                return {"timed_out": True}
            if not (received := os.read(self._results, 1 << 20)):
                return {"ended": 1}
            self._buffer += received
        line, self._buffer = self._buffer.split(b"\n", 1)
        message: dict[str, Any] = json.loads(line)
        self._child = message.get("process", self._child)
        return message

    def _kill_child(self) -> None:
        if self._child:
            with suppress(ProcessLookupError):
                os.killpg(self._child, signal.SIGKILL)
