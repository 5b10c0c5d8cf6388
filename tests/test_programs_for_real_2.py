"""The second half of the programs, started for real: processes and sockets."""

import json
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from serving import PATIENCE, lines_of, serving

from compare.styles import PACKAGES

SIGNALS = [signal.SIGINT, signal.SIGTERM]
every_style = pytest.mark.parametrize("style", PACKAGES)
every_signal = pytest.mark.parametrize("how", SIGNALS, ids=["SIGINT", "SIGTERM"])


@every_style
def test_three_calls_share_the_token_that_the_first_fetches(style: str) -> None:
    assert lines_of("locked_section", style) == [
        "fetching a token",
        "call 1 with token-1",
        "call 2 with token-1",
        "call 3 with token-1",
    ]


@every_style
def test_the_sixth_page_is_fetched_when_there_is_room_for_it(style: str) -> None:
    lines = lines_of("producer_consumer", style)
    stored = [f"stored page {number}" for number in (1, 2, 3, 5, 6)]
    fetched = [f"fetched page {number}" for number in range(1, 7)]
    assert sorted(lines) == sorted([*fetched, *stored, "not stored: page 4 the disk is full"])
    assert min(map(lines.index, stored)) < lines.index("fetched page 6")


@every_style
def test_a_seat_is_released_although_the_client_hung_up(style: str) -> None:
    assert lines_of("shielded_cleanup", style) == [
        "reserved seat 12A",
        "the client hangs up",
        "has nobody to answer",
        "clears up: the bank does not answer",
        "released seat 12A",
        "seat 12A released",
    ]


@every_style
def test_threads_and_callbacks_note_with_the_id_of_their_request(style: str) -> None:
    lines = lines_of("context_variables", style)
    assert [line for line in lines if line.startswith("[B2]")] == [
        "[B2] is slow",
        "[B2] pot costs 20",
        "[B2] adds up",
        "[B2] costs 20",
    ]
    # On a busy machine A1 may be slow too.
    assert [line for line in lines if line.startswith("[A1]") and "slow" not in line] == [
        "[A1] tea costs 4",
        "[A1] cup costs 7",
        "[A1] adds up",
        "[A1] costs 11",
    ]
    assert lines[-1] == "[no request] all handled"


def received(connection: socket.socket) -> bytes:
    """Return what comes until the other side ends."""
    chunks = []
    while chunk := connection.recv(1 << 20):
        chunks.append(chunk)
    return b"".join(chunks)


def send_all(connection: socket.socket, data: bytes) -> None:
    """Send data, then end this side of the connection."""
    connection.sendall(data)
    connection.shutdown(socket.SHUT_WR)


def fill_up(connection: socket.socket, most: int) -> int:
    """Send zeros until there is no room for more; return how many."""
    zeros, sent = bytes(1 << 16), 0
    connection.setblocking(False)
    while sent < most and select.select([], [connection], [], 0.2)[1]:
        sent += connection.send(zeros)
    connection.settimeout(PATIENCE)
    return sent


@every_style
def test_the_echo_server_sends_all_back_after_a_half_close(style: str) -> None:
    said = b"tea\n" * 500_000
    with serving("echo_server", style) as served, served.connect() as connection:
        sending = threading.Thread(target=send_all, args=[connection, said])
        sending.start()
        assert received(connection) == said
        sending.join(PATIENCE)
        assert served.stop(signal.SIGTERM) == ""


@every_style
def test_the_echo_server_reads_no_faster_than_its_client(style: str) -> None:
    most = 64 << 20
    with serving("echo_server", style) as served, served.connect() as connection:
        sent = fill_up(connection, most)
        assert sent < most  # what is in between are the buffers of two sockets
        ending = threading.Thread(target=send_all, args=[connection, b"and this"])
        ending.start()
        assert received(connection) == bytes(sent) + b"and this"
        ending.join(PATIENCE)
        assert served.stop(signal.SIGTERM) == ""


@every_style
@every_signal
def test_the_echo_server_ends_although_its_clients_do_not(style: str, how: signal.Signals) -> None:
    with (
        serving("echo_server", style) as served,
        served.connect() as idle,
        served.connect() as full,
        served.connect() as resetting,
    ):
        resetting.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        resetting.sendall(b"tea")
        resetting.close()
        fill_up(full, 64 << 20)
        assert served.stop(how) == ""
        for connection in (idle, full):
            with suppress(ConnectionResetError):
                received(connection)


@every_style
@every_signal
def test_the_rates_are_fresh_until_the_end(style: str, how: signal.Signals) -> None:
    with serving("periodic_refresh", style, "--every", "0.05") as served:
        seen: set[int] = set()
        while len(seen) < 3:
            seen.add(json.loads(served.get())["JPY"])
        printed = served.stop(how).splitlines()
    assert printed[:4] == [
        "fresh rates: {'USD': 1.01, 'JPY': 151}",
        "fresh rates: {'USD': 1.02, 'JPY': 152}",
        "the rates stay as they are: the bank does not answer",
        "fresh rates: {'USD': 1.04, 'JPY': 154}",
    ]
    assert all(line.startswith("fresh rates: ") for line in printed[4:])
    assert seen <= {151, 152, *range(154, 151 + len(printed))}


@pytest.mark.parametrize("program", ["echo_server", "streamed_customers", "periodic_refresh"])
def test_a_taken_port_is_named(program: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", f"modern.{program}", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert (done.stdout, done.returncode) == ("", 2)
    assert f"cannot listen on port {port}" in done.stderr
    assert "Traceback" not in done.stderr
