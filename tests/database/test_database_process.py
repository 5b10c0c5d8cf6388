"""The embedded database as a process: it starts, says where it is, ends, and is never left over."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from compare.database import embedded
from compare.database.embedded import EmbeddedDatabase

PATIENCE = 10.0  # seconds
ROOT = Path(__file__).parents[2]
SERVER = [sys.executable, "-m", "compare.database"]
# A program that has an embedded database, tells about it and then does nothing.
PROGRAM = """
from compare.database.embedded import EmbeddedDatabase
with EmbeddedDatabase() as database:
    {statement}
    print(database.port, database.pid, flush=True)
    input()
"""


def ping(port: int) -> bool:
    with MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{port}/") as client:
        return client.admin.command("ping") == {"ok": 1.0}


@contextmanager
def ending(port: int) -> Iterator[None]:
    """In the end the server must be gone: nothing else closes an idle connection, or the port."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as idle:
        yield
        with suppress(ConnectionResetError):
            assert idle.recv(1) == b""
    deadline = time.monotonic() + PATIENCE
    while not is_free(port):
        assert time.monotonic() < deadline
        time.sleep(0.005)


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def program(statement: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(statement=statement)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        port, pid = map(int, process.stdout.readline().split())
        try:
            yield process, port
        finally:
            process.kill()
            if not is_free(port):  # a test has failed
                os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_of_its_own_says_where_it_is_and_ends_when_told(how: signal.Signals) -> None:
    with subprocess.Popen(SERVER, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = json.loads(server.stdout.readline())
        assert said["host"] == "127.0.0.1"
        assert ping(said["port"])
        with ending(said["port"]):
            server.send_signal(how)
        assert server.wait(PATIENCE) == 0
        assert server.stdout.read() == ""


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (
            ["--port", "70000"],
            "argument --port: '70000' is no port: 0 to 65535, 0 for any free one",
        ),
        (["--port", "-1"], "argument --port: '-1' is no port: 0 to 65535, 0 for any free one"),
        (["--port", "http"], "argument --port: 'http' is no port: 0 to 65535, 0 for any free one"),
        (["--host", "0.0.0.0"], "argument --host: invalid choice: '0.0.0.0'"),
        (["--faster"], "unrecognized arguments: --faster"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line(words: list[str], complaint: str) -> None:
    done = subprocess.run([*SERVER, *words], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"python -m compare.database: error: {complaint}")
    assert done.stderr.count("\n") == 1


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ["--port", str(port)]
        done = subprocess.run([*SERVER, *words], cwd=ROOT, capture_output=True, text=True)
    complaint = f"cannot listen on 127.0.0.1 port {port}: Address already in use; --port 0"
    assert done.returncode == 2
    assert done.stderr.startswith(f"python -m compare.database: error: {complaint}")
    assert done.stderr.count("\n") == 1


def test_an_embedded_server_is_gone_after_the_with() -> None:
    with ExitStack() as stack, EmbeddedDatabase() as database:
        assert re.fullmatch(r"mongodb://127\.0\.0\.1:\d+/", database.uri)
        assert ping(database.port)
        stack.enter_context(ending(database.port))
    with pytest.raises(RuntimeError, match="not running"):
        database.freeze()
    database.stop()


def test_an_embedded_server_is_gone_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), EmbeddedDatabase() as database, ending(database.port):
        database.stop()
        raise ZeroDivisionError


def test_a_frozen_server_is_stopped_too() -> None:
    with EmbeddedDatabase() as database, ending(database.port):
        database.freeze()
        database.stop()


def test_two_servers_are_apart() -> None:
    with EmbeddedDatabase() as one, EmbeddedDatabase() as other:
        assert one.port != other.port
        with ending(one.port):
            one.stop()
        assert ping(other.port)


def test_an_embedded_server_that_cannot_start_says_why() -> None:
    with EmbeddedDatabase() as database:
        database.kill()
        with (
            socket.create_server(("127.0.0.1", database.port)),
            pytest.raises(RuntimeError, match=f"cannot listen on 127.0.0.1 port {database.port}"),
        ):
            database.restart()
        database.restart()
        assert ping(database.port)


def test_an_embedded_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "READY_WITHIN", 0.0)
    database = EmbeddedDatabase()
    with pytest.raises(RuntimeError, match="did not start: it said nothing"):
        database.__enter__()
    database.stop()


def test_ctrl_c_is_left_to_the_program_that_embeds() -> None:
    with EmbeddedDatabase() as database:
        assert os.getpgid(database.pid) != os.getpgid(0)
        os.kill(database.pid, signal.SIGINT)
        assert ping(database.port)


@pytest.mark.parametrize("statement", ["pass", "database.freeze()"], ids=["running", "frozen"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_server_outlives_its_program(how: signal.Signals, statement: str) -> None:
    with program(statement) as (process, port), ending(port):
        process.send_signal(how)
