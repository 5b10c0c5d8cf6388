"""The programs started for real, as processes, by their command lines."""

import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from processes import is_gone
from pymongo import MongoClient

from compare.database.embedded import EmbeddedDatabase
from compare.starts.customer_endpoint import _embedded, fill
from compare.styles import PACKAGES

PATIENCE = 20.0


def run(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("package", PACKAGES.values())
def test_the_sleep_demo_prints_in_the_order_of_its_delays(package: str) -> None:
    done = run(f"{package}.sleep_ordering", "0.2", "0.1", "0.3", "0")
    assert done.stdout.splitlines() == [f"Running Task {number}" for number in (4, 2, 1, 3)]
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize("package", PACKAGES.values())
@pytest.mark.parametrize("word", ["soon", "-1", "nan", "inf", "1e9"])
def test_a_bad_delay_gets_a_clear_error(package: str, word: str) -> None:
    done = run(f"{package}.sleep_ordering", "--", word)
    assert (done.stdout, done.returncode) == ("", 2)
    assert "give seconds between 0 and 86400" in done.stderr


class Served:
    """A running endpoint."""

    def __init__(self, process: "subprocess.Popen[str]", said: str, url: str) -> None:
        self.process = process
        self.said = said
        self.url = url

    def get(self, customer_id: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"{self.url}{customer_id}", timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@contextmanager
def serving(package: str, *words: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"{package}.customer_endpoint", "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said, url = "", None
        while url is None:
            line = process.stdout.readline()
            assert line, process.communicate()
            said += line
            url = re.search(r"curl '(http://\S+=)42'", line)
        yield Served(process, said, url[1])
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def database() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as database:
        fill(database.uri)
        yield database


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


@pytest.mark.parametrize("package", PACKAGES.values())
@pytest.mark.parametrize("driver", ["motor", "pymongo"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_an_endpoint_serves_its_own_database_and_ends_it(
    package: str, driver: str, how: signal.Signals
) -> None:
    with serving(package, "--driver", driver) as served:
        assert "embedded database" in served.said
        assert served.get("42")[0] == 200
        assert served.get("4242") == (404, "customer with id:'4242' doesn't exist.")
        children = children_of(served.process.pid)
        assert children
        served.process.send_signal(how)
        assert served.process.wait(PATIENCE) == 0
        assert all(map(is_gone, children))


@pytest.mark.parametrize("package", PACKAGES.values())
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_lets_requests_in_flight_finish(
    package: str, how: signal.Signals, database: EmbeddedDatabase
) -> None:
    client: MongoClient[Any]
    with (
        serving(package, "--mongodb-uri", database.uri) as served,
        MongoClient(database.uri) as client,
    ):
        data = {"failCommands": ["find"], "blockConnection": True, "blockTimeMS": 500}
        client.admin.command("configureFailPoint", "failCommand", mode={"times": 1}, data=data)
        answers: list[tuple[int, str]] = []
        request = threading.Thread(target=lambda: answers.append(served.get("42")))
        request.start()
        # Half of the time for which the database keeps the request waiting.
        request.join(0.25)
        served.process.send_signal(how)
        request.join(PATIENCE)
        assert [status for status, _ in answers] == [200]
        assert served.process.wait(PATIENCE) == 0


def test_a_second_signal_does_not_wait_for_requests_in_flight(database: EmbeddedDatabase) -> None:
    client: MongoClient[Any]
    with (
        serving("modern", "--mongodb-uri", database.uri, "--timeout", "60") as served,
        MongoClient(database.uri) as client,
    ):
        data = {"failCommands": ["find"], "blockConnection": True, "blockTimeMS": 60000}
        client.admin.command("configureFailPoint", "failCommand", mode={"times": 1}, data=data)
        address = urllib.parse.urlsplit(served.url)
        where = address.hostname, address.port
        with socket.create_connection(where) as request:
            request.sendall(b"GET /?customer_id=42 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            threading.Event().wait(0.25)  # as long as it takes to reach the database
            served.process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionRefusedError):
                while True:
                    with suppress(ConnectionResetError):  # met while it is being closed
                        socket.create_connection(where).close()
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(PATIENCE) == -signal.SIGTERM


def test_the_database_ends_when_the_endpoint_is_killed() -> None:
    with serving("modern") as served:
        children = children_of(served.process.pid)
        served.process.kill()
        assert children
        assert all(map(is_gone, children))


def test_an_old_python_is_told_to_bring_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10))
    with pytest.raises(OSError, match=r"needs Python 3\.11: give --mongodb-uri"), _embedded():
        pass


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["--port", "70000"], "give 0 to 65535"),
        (["--port", "http"], "give 0 to 65535"),
        (["--timeout", "0"], "give seconds between 0.001 and 3600"),
        (["--driver", "mysql"], "choose from"),
        (["--port", "0", "--mongodb-uri", "http://localhost"], "mongodb://"),
        (["--host", "256.256.256.256"], "choose another with --host and --port"),
    ],
)
def test_an_endpoint_that_cannot_start_says_why(words: list[str], cure: str) -> None:
    done = run("modern.customer_endpoint", *words)
    assert (done.stdout, done.returncode) == ("", 2)
    assert cure in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_named(database: EmbeddedDatabase) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("modern.customer_endpoint", "--port", port, "--mongodb-uri", database.uri)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr
