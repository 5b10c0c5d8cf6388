"""MongoDB's wire protocol: messages on a stream.

OP_MSG, and of OP_QUERY the handshake with which drivers open a connection.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Mapping
from itertools import count
from typing import Any, NamedTuple

from bson import encode
from bson.errors import InvalidBSON

from .values import OPTIONS, Document

MAX_MESSAGE = 48_000_000  # bytes, the header included

_OP_REPLY, _OP_QUERY, _OP_MSG = 1, 2004, 2013
_CHECKSUM_PRESENT, _MORE_TO_COME = 1, 2
_REQUIRED_BITS = 0xFFFF
_AWAIT_CAPABLE = 8
_HEADER = struct.Struct("<iiii")  # length, request id, id of the request answered, opcode
_ids = count(1)


class MessageError(Exception):
    """Bytes that are no message. Nothing behind them can be trusted: close the connection."""


class Request(NamedTuple):
    id: int
    command: dict[str, Any]
    expects_answer: bool
    legacy: bool


async def read(stream: asyncio.StreamReader) -> Request:
    """The next request.

    Raises MessageError, and IncompleteReadError when the stream ends, within a message or before.
    """
    length, id, _, opcode = _HEADER.unpack(await stream.readexactly(_HEADER.size))
    if opcode not in (_OP_QUERY, _OP_MSG) or not _HEADER.size < length <= MAX_MESSAGE:
        raise MessageError
    body = await stream.readexactly(length - _HEADER.size)
    try:
        if opcode == _OP_QUERY:
            return Request(id, _query(body), expects_answer=True, legacy=True)
        command, flags = _message(body)
        return Request(id, command, expects_answer=not flags & _MORE_TO_COME, legacy=False)
    except (InvalidBSON, RecursionError, ValueError, struct.error) as error:
        raise MessageError from error


def answer(request: Request, document: Mapping[str, Any]) -> bytes:
    body = encode(document)
    if request.legacy:
        opcode, prefix = _OP_REPLY, struct.pack("<iqii", _AWAIT_CAPABLE, 0, 0, 1)
    else:
        # No moreToCome: a client that allows an exhaust cursor then goes on with getMore.
        opcode, prefix = _OP_MSG, bytes(5)
    length = _HEADER.size + len(prefix) + len(body)
    return _HEADER.pack(length, next(_ids), request.id, opcode) + prefix + body


def _message(body: bytes) -> tuple[dict[str, Any], int]:
    """The command of an OP_MSG, its document sequences (kind 1) made fields, and the flags."""
    (flags,) = struct.unpack_from("<I", body)
    if flags & _REQUIRED_BITS & ~(_CHECKSUM_PRESENT | _MORE_TO_COME):
        raise MessageError
    # TCP has its own checksum; this one is not looked at.
    end = len(body) - 4 if flags & _CHECKSUM_PRESENT else len(body)
    command: dict[str, Any] = {}
    sequences: dict[str, list[Document]] = {}
    at = 4
    while at < end:
        kind = body[at]
        section, at = _sized(body, at + 1, end)
        if kind == 0 and not command:
            command = dict(Document(section, OPTIONS))
        elif kind == 1:
            name, documents = _sequence(section)
            sequences[name] = documents
        else:
            raise MessageError
    if not command or command.keys() & sequences:
        raise MessageError
    return command | sequences, flags


def _sequence(section: bytes) -> tuple[str, list[Document]]:
    at = section.index(b"\0", 4) + 1
    name = section[4 : at - 1].decode()
    documents = []
    while at < len(section):
        document, at = _sized(section, at, len(section))
        documents.append(Document(document, OPTIONS))
    return name, documents


def _query(body: bytes) -> dict[str, Any]:
    """The command of an OP_QUERY on <database>.$cmd."""
    at = body.index(b"\0", 4)
    database, _, collection = body[4:at].decode().rpartition(".")
    document, _ = _sized(body, at + 1 + 8, len(body))  # behind numberToSkip, numberToReturn
    command = dict(Document(document, OPTIONS))
    if not command or collection != "$cmd":
        raise MessageError
    return command | {"$db": database}


def _sized(data: bytes, at: int, end: int) -> tuple[bytes, int]:
    """What starts with its own length, as documents and sequences do, and where it ends."""
    (length,) = struct.unpack_from("<i", data, at)
    if not 5 <= length <= end - at:
        raise MessageError
    return data[at : at + length], at + length
