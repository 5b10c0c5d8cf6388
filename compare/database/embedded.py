"""The embedded database for a program or a test: a server in a process of its own."""

from __future__ import annotations

import json
import selectors
import signal
import subprocess
import sys
import tempfile
from types import TracebackType
from typing import IO

READY_WITHIN = 10.0  # seconds; it takes about 0.15
GONE_WITHIN = 2.0


class EmbeddedDatabase:
    """A server on an ephemeral port of the loopback; empty; a context manager.

    The process ends with ``stop``, and by itself when this one dies, because
    it reads the end of the pipe that is its standard input.

    Raises:
        RuntimeError: the server did not start; with what it wrote to stderr.
    """

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/"

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise RuntimeError("the embedded database is not running: use it in a with statement")
        return self._process

    def __enter__(self) -> EmbeddedDatabase:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start(self) -> None:
        with tempfile.TemporaryFile("w+") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "compare.database", "--embedded", "--port", str(self.port)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            assert self._process.stdout is not None
            line = _first_line(self._process.stdout)
            if not line:
                self.kill()
                errors.seek(0)
                raise RuntimeError(
                    f"the embedded database did not start within {READY_WITHIN:g} s: "
                    + (errors.read().strip() or "it said nothing")
                )
            self.port = json.loads(line)["port"]

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server in good order; also when it is frozen, or ended already."""
        if self._process is not None:
            self.thaw()
            self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Start a new, empty server at the same address."""
        self.stop()
        self._start()

    def freeze(self) -> None:
        """Stop the process in its tracks: connections stay open, nothing answers."""
        self._running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._running.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        process = self._running
        process.send_signal(how)
        try:
            process.wait(GONE_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None


def _first_line(stream: IO[str]) -> str:
    """Return the first line, or nothing if none comes in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return stream.readline() if selector.select(READY_WITHIN) else ""
