"""The embedded database for a program or a test: a server in a process of its own."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

READY_WITHIN = 10.0  # seconds; it takes about 0.15
_ROOT = Path(__file__).parents[2]


class EmbeddedDatabase:
    """A context manager: an empty server on a free port of the loopback.

    Nothing survives. The server ends in ``stop``, frozen or not, and by itself when this process
    dies: its standard input is a pipe from here, and it ends when that does.
    """

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/"

    @property
    def pid(self) -> int:
        return self._running.pid

    def __enter__(self) -> EmbeddedDatabase:
        self._start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def kill(self) -> None:
        """Ends the server at once, as a crash would; ``restart`` brings it back."""
        process = self._running
        process.kill()
        self._process = None
        process.communicate()

    def stop(self) -> None:
        """Ends the server, which may have ended already: there is nothing to save."""
        if self._process is not None:
            self.kill()

    def restart(self) -> None:
        """Starts a new, empty server at the same address, also after ``kill``."""
        self.stop()
        self._start()

    def freeze(self) -> None:
        """Halts the server: connections stay open and new ones are made, nothing answers."""
        self._running.send_signal(signal.SIGSTOP)
        # From here on it is frozen, not some time later.
        os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def thaw(self) -> None:
        """Lets a frozen server go on."""
        self._running.send_signal(signal.SIGCONT)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the embedded database is not running: use it in a with statement")
        return self._process

    def _start(self) -> None:
        """Raises RuntimeError, with what the server wrote to stderr, when it does not start."""
        with tempfile.TemporaryFile() as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "compare.database", "--embedded", f"--port={self.port}"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                # A process group of its own, because the kernel ends a group with stopped members
                # when the process that tied it to the session dies: so a frozen server, which
                # cannot see the end of its standard input, does not survive either.
                process_group=0,
            )
            try:
                self.port = json.loads(self._first_line())["port"]
            except BaseException as error:
                self.stop()
                if not isinstance(error, ValueError):
                    raise
                errors.seek(0)
                said = errors.read().decode(errors="replace").strip() or "it said nothing"
                raise RuntimeError(f"the embedded database did not start: {said}") from None

    def _first_line(self) -> bytes:
        """Empty when the server ended, or said nothing in time."""
        stdout = self._running.stdout
        assert stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            return stdout.readline() if selector.select(READY_WITHIN) else b""
