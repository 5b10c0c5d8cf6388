"""Programs as processes of their own: those that end, and those that serve."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from compare.styles import PACKAGES

PATIENCE = 60.0


def lines_of(program: str, style: str) -> list[str]:
    """Return what a program prints that ends well and complains of nothing."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", f"{PACKAGES[style]}.{program}"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.splitlines()


class Served:
    """A program that serves, on a port of the loopback."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self._process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}/"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def get(self) -> bytes:
        with urllib.request.urlopen(self.url, timeout=PATIENCE) as response:
            body: bytes = response.read()
            return body

    def stop(self, how: signal.Signals) -> str:
        """Send a signal; return what was printed since the start."""
        self._process.send_signal(how)
        printed, _ = self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode == 0, printed
        return printed


@contextmanager
def serving(program: str, style: str, *words: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"{PACKAGES[style]}.{program}", "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = re.search(r"127\.0\.0\.1[: ](\d+)", line)
        assert port, line
        yield Served(process, int(port[1]))
    finally:
        process.kill()
        process.communicate()
