"""The network that a package's tests run in: loopback, and nobody else's ports."""

import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from compare.workshop.corpus import network

LISTEN = """
import socket
with socket.create_server(("127.0.0.1", 1883)):
    socket.create_connection(("127.0.0.1", 1883)).close()
    print("listening", flush=True)
    input()
"""
CALL = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as error:
    print(error.strerror)
"""


@pytest.fixture
def alone() -> list[str]:
    """Return what runs a program in a network of its own."""
    words = network.prefix()
    if not words:
        cure = "`sysctl user.max_user_namespaces=1000` may allow them"
        pytest.skip(f"there are no network namespaces for us here: {cure}")
    return [*words, sys.executable, "-c"]


def test_two_commands_listen_on_one_port(alone: list[str]) -> None:
    command = [*alone, LISTEN]
    with (
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as first,
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as second,
    ):
        for process in (first, second):
            assert process.stdout is not None
            assert process.stdout.readline() == b"listening\n"
        for process in (first, second):
            process.communicate(b"\n")
    assert (first.returncode, second.returncode) == (0, 0)


def test_there_is_nothing_but_loopback(alone: list[str]) -> None:
    said = subprocess.run([*alone, CALL], stdout=PIPE, check=True).stdout
    assert said == b"Network is unreachable\n"


def test_there_is_no_prefix_where_it_is_not_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refused = tmp_path / "network.py"
    refused.write_text("raise PermissionError(1, 'no network of its own')")
    monkeypatch.setattr(network, "__file__", str(refused))
    assert network.prefix() == []
