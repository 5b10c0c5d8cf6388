"""The embedded database's end of the wire: good messages, bad ones, and no message at all."""

import json
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from bson import Int64, decode, encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OP_REPLY, OP_QUERY, OP_MSG = 1, 2004, 2013
CHECKSUM_PRESENT, MORE_TO_COME, EXHAUST_ALLOWED = 1, 2, 1 << 16
PATIENCE = 10.0  # seconds


def frame(opcode: int, body: bytes, length: int | None = None) -> bytes:
    return struct.pack("<iiii", len(body) + 16 if length is None else length, 7, 0, opcode) + body


def section(document: dict[str, Any]) -> bytes:
    return b"\0" + encode(document)


def sequence(name: str, *documents: dict[str, Any]) -> bytes:
    content = name.encode() + b"\0" + b"".join(map(encode, documents))
    return b"\1" + struct.pack("<i", len(content) + 4) + content


def message(*sections: bytes, flags: int = 0) -> bytes:
    return frame(OP_MSG, struct.pack("<I", flags) + b"".join(sections))


def query(namespace: str, document: dict[str, Any]) -> bytes:
    head = struct.pack("<I", 0) + namespace.encode() + b"\0" + struct.pack("<ii", 0, -1)
    return frame(OP_QUERY, head + encode(document))


PING = section({"ping": 1, "$db": "admin"})


class Connection:
    """One connection to the server, on which messages are sent as bytes."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._file = self.socket.makefile("rb")

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self.socket.close()

    def ask(self, sent: bytes) -> dict[str, Any]:
        """The answer's document; its head must fit what was sent."""
        self.socket.sendall(sent)
        return self.answer(OP_REPLY if sent[12:16] == struct.pack("<i", OP_QUERY) else OP_MSG)

    def answer(self, opcode: int) -> dict[str, Any]:
        length, _, asked, kind = struct.unpack("<iiii", self._file.read(16))
        body = self._file.read(length - 16)
        assert (asked, kind) == (7, opcode)
        if opcode == OP_REPLY:
            assert struct.unpack("<iqii", body[:20]) == (8, 0, 0, 1)
            return decode(body[20:])
        assert body[:5] == bytes(5)
        return decode(body[5:])

    def is_closed(self) -> bool:
        """Whether the server closes the connection; waits for it."""
        try:
            return self._file.read(1) == b""
        except ConnectionResetError:
            return True


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server that in the end has written nothing to stderr, and exits as it should."""
    with subprocess.Popen(
        [sys.executable, "-m", "compare.database"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        port = json.loads(server.stdout.readline())["port"]
        yield port
        with Connection(port) as idle:
            assert idle.ask(message(PING)) == {"ok": 1.0}
            server.terminate()
            assert idle.is_closed()
        assert server.communicate(timeout=PATIENCE)[1] == ""
        assert server.returncode == 0


@pytest.fixture
def connection(port: int) -> Iterator[Connection]:
    with Connection(port) as connection:
        yield connection


def test_a_command_is_answered(connection: Connection) -> None:
    assert connection.ask(message(PING)) == {"ok": 1.0}


@pytest.mark.parametrize("name", ["isMaster", "ismaster", "hello"])
def test_an_old_driver_shakes_hands(connection: Connection, name: str) -> None:
    hello = connection.ask(query("admin.$cmd", {name: 1, "client": {"driver": {"name": "old"}}}))
    assert hello["isWritablePrimary" if name == "hello" else "ismaster"] is True
    assert hello["minWireVersion"] == 0
    assert hello["maxWireVersion"] >= 9
    assert hello["ok"] == 1.0


def test_the_old_message_is_for_handshakes_only(connection: Connection) -> None:
    refused = connection.ask(query("shop.$cmd", {"find": "customers"}))
    assert (refused["code"], refused["codeName"]) == (352, "UnsupportedOpQueryCommand")


@pytest.mark.parametrize("parts", [1, 2, 20])
def test_a_message_may_come_in_parts(connection: Connection, parts: int) -> None:
    sent = message(PING)
    connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for start in range(parts - 1):
        connection.socket.sendall(sent[start : start + 1])
    assert connection.ask(sent[parts - 1 :] if parts > 1 else sent) == {"ok": 1.0}


def test_messages_are_answered_in_turn(connection: Connection) -> None:
    unknown = message(section({"whatever": 1, "$db": "admin"}))
    connection.socket.sendall(message(PING) + unknown + message(PING))
    assert [connection.answer(OP_MSG)["ok"] for _ in range(3)] == [1.0, 0.0, 1.0]


@pytest.mark.parametrize("order", [1, -1], ids=["body first", "body last"])
def test_documents_may_come_in_a_sequence(connection: Connection, order: int) -> None:
    namespace = {"insert": f"sequence{order}", "$db": "shop"}
    sections = [section(namespace), sequence("documents", {"_id": 1}, {"_id": 2})]
    assert connection.ask(message(*sections[::order])) == {"n": 2, "ok": 1.0}


def test_a_checksum_is_skipped(connection: Connection) -> None:
    assert connection.ask(message(PING, b"crc!", flags=CHECKSUM_PRESENT)) == {"ok": 1.0}


def test_an_exhaust_cursor_gets_one_batch_at_a_time(connection: Connection) -> None:
    documents = [{"_id": number} for number in range(3)]
    connection.ask(message(section({"insert": "exhaust", "$db": "shop", "documents": documents})))
    find = section({"find": "exhaust", "$db": "shop", "batchSize": 1})
    id = connection.ask(message(find, flags=EXHAUST_ALLOWED))["cursor"]["id"]
    more = section({"getMore": Int64(id), "collection": "exhaust", "batchSize": 1, "$db": "shop"})
    assert connection.ask(message(more, flags=EXHAUST_ALLOWED))["cursor"]["id"] == id
    assert connection.ask(message(PING)) == {"ok": 1.0}


def test_what_needs_no_answer_gets_none(connection: Connection) -> None:
    insert = section({"insert": "quiet", "$db": "shop", "documents": [{"_id": 1}]})
    connection.socket.sendall(message(insert, flags=MORE_TO_COME))
    find = connection.ask(message(section({"find": "quiet", "$db": "shop"})))
    assert find["cursor"]["firstBatch"] == [{"_id": 1}]


@pytest.mark.parametrize("name", ["", "a b", "a.b", "x" * 64])
def test_a_database_is_refused_by_name(connection: Connection, name: str) -> None:
    refused = connection.ask(message(section({"find": "customers", "$db": name})))
    assert (refused["code"], refused["codeName"]) == (73, "InvalidNamespace")
    assert f"'{name}'" in refused["errmsg"]


def test_a_command_needs_a_database(connection: Connection) -> None:
    refused = connection.ask(message(section({"ping": 1})))
    assert (refused["code"], "'ping.$db'" in refused["errmsg"]) == (40414, True)


NO_BSON = b"\x0c\0\0\0\x02a\0\xff\0\0\0\0"  # a string longer than its document


def find_with(filter: bytes) -> bytes:
    fields = encode({"find": "bad", "$db": "shop"})[4:-1] + b"\3filter\0" + filter
    return message(b"\0" + struct.pack("<i", len(fields) + 5) + fields + b"\0")


def insert_of(document: bytes) -> bytes:
    documents = b"documents\0" + document
    sequence = b"\1" + struct.pack("<i", len(documents) + 4) + documents
    return message(section({"insert": "bad", "$db": "shop"}), sequence)


@pytest.mark.parametrize("sent", [find_with(NO_BSON), insert_of(NO_BSON)], ids=["find", "insert"])
def test_what_is_no_bson_is_refused(connection: Connection, sent: bytes) -> None:
    refused = connection.ask(sent)
    assert (refused["code"], refused["codeName"]) == (22, "InvalidBSON")


HEAD = struct.pack("<I", 0)
BAD = {
    "a negative length": frame(OP_MSG, b"", length=-1),
    "a length of zero": frame(OP_MSG, b"", length=0),
    "a length below the header's": frame(OP_MSG, b"", length=15),
    "nothing but a header": frame(OP_MSG, b""),
    "a length over 48 MB": frame(OP_MSG, b"", length=48_000_001),
    "the greatest length": frame(OP_MSG, b"", length=2**31 - 1),
    "an opcode of 0": frame(0, HEAD + PING),
    "an old insert": frame(2002, HEAD + PING),
    "compression": frame(2012, HEAD + PING),
    "an unknown flag": message(PING, flags=4),
    "no section": message(),
    "an empty command": message(section({})),
    "two commands": message(PING, PING),
    "a sequence alone": message(sequence("documents", {})),
    "a sequence of a field that is there": message(PING, sequence("ping", {})),
    "an unknown kind of section": message(PING, b"\2" + encode({})),
    "a document that ends early": frame(OP_MSG, HEAD + PING[:-1]),
    "a document that is too long": frame(OP_MSG, HEAD + b"\0\xff\xff\xff\x7f\x10a\0\1\0\0\0\0"),
    "a document of negative length": frame(OP_MSG, HEAD + b"\0\xff\xff\xff\xff\0"),
    "a document without its end": frame(OP_MSG, HEAD + b"\0\x06\0\0\0\0\1"),
    "a sequence without a name": frame(OP_MSG, HEAD + PING + b"\1\x05\0\0\0a"),
    "half a checksum": frame(OP_MSG, struct.pack("<I", CHECKSUM_PRESENT) + b"\0\0"),
    "a name that is no text": frame(OP_MSG, HEAD + b"\0\x08\0\0\0\x0a\xff\0\0"),
    "an old query of no command": query("shop.customers", {"a": 1}),
    "an old query without a name's end": frame(OP_QUERY, HEAD + b"admin"),
    "an old query of nothing": query("admin.$cmd", {}),
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_a_bad_message_closes_the_connection(
    port: int, connection: Connection, sent: bytes
) -> None:
    connection.socket.sendall(sent)
    assert connection.is_closed()
    with Connection(port) as another:
        assert another.ask(message(PING)) == {"ok": 1.0}


def test_half_messages_hold_up_nobody(port: int, connection: Connection) -> None:
    halves = [Connection(port) for _ in range(50)]
    for half in halves:
        half.socket.sendall(frame(OP_MSG, HEAD, length=48_000_000))
    assert connection.ask(message(PING)) == {"ok": 1.0}
    for half in halves:
        half.__exit__()
    assert connection.ask(message(PING)) == {"ok": 1.0}


GOOD = [message(PING), message(section({"find": "a", "$db": "b", "filter": {"c": [1, "d"]}}))]
GOOD += [message(section({"insert": "a", "$db": "b"}), sequence("documents", {"c": 1.5}, {}))]
GOOD += [query("admin.$cmd", {"hello": 1}), message(section({"hello": 1}), b"crc!", flags=1)]


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A good message of which some bytes are others, which ends early, or goes on."""
    sent = bytearray(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(sent) - 1))
        sent[at] = draw(st.sampled_from([0, 1, 2, 5, 0x7F, 0x80, 0xFF, sent[at] ^ 1]))
    return bytes(sent[: draw(st.integers(0, len(sent)))]) + draw(st.binary(max_size=20))


@settings(
    max_examples=300,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sent=mangled() | st.binary(max_size=80))
def test_any_bytes_end_in_a_closed_connection_and_a_living_server(
    port: int, connection: Connection, sent: bytes
) -> None:
    with Connection(port) as mangling:
        mangling.socket.sendall(sent)
        mangling.socket.shutdown(socket.SHUT_WR)
        while not mangling.is_closed():
            pass
    assert connection.ask(message(PING)) == {"ok": 1.0}
