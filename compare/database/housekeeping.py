"""The commands that drivers and tests need around the others."""

from __future__ import annotations

import time

from bson.datetime_ms import DatetimeMS

from .dispatch import Answer, Call, Command
from .errors import Code, CommandError
from .fields import ANY, DOCUMENT
from .state import State
from .values import MAX_DOCUMENT, Document
from .wire import MAX_MESSAGE
from .writing import MAX_WRITES


def _hello(state: State, call: Call) -> Answer:
    return {
        "isWritablePrimary" if call.name == "hello" else "ismaster": True,
        "helloOk": True,
        "maxBsonObjectSize": MAX_DOCUMENT,
        "maxMessageSizeBytes": MAX_MESSAGE,
        "maxWriteBatchSize": MAX_WRITES,
        "localTime": DatetimeMS(time.time_ns() // 1_000_000),
        "logicalSessionTimeoutMinutes": 30,
        # Wire version 21 is MongoDB 7.0. PyMongo 4.20 wants 9 or later.
        "minWireVersion": 0,
        "maxWireVersion": 21,
        "readOnly": False,
    }


def _build_info(state: State, call: Call) -> Answer:
    return {
        "version": "7.0.0",
        "versionArray": [7, 0, 0, 0],
        "bits": 64,
        "debug": False,
        "maxBsonObjectSize": MAX_DOCUMENT,
    }


def _nothing(state: State, call: Call) -> Answer:
    return {}


def _configure_fail_point(state: State, call: Call) -> Answer:
    if call.database != "admin":
        raise CommandError(
            Code.Unauthorized, "configureFailPoint may only be run against the admin database."
        )
    if call.fields[call.name] != "failCommand":
        raise CommandError(Code.FailPointSetFailed, f"{call.fields[call.name]} not found")
    state.fail_point.set(call.fields["mode"], call.document("data"))
    return {}


# Drivers send more in a handshake with every version.
_HANDSHAKE = Command(_hello, {"*": ANY})
HANDSHAKES = {"hello": _HANDSHAKE, "isMaster": _HANDSHAKE, "ismaster": _HANDSHAKE}
COMMANDS = {
    **HANDSHAKES,
    "buildInfo": Command(_build_info),
    "buildinfo": Command(_build_info),
    "ping": Command(_nothing),
    "endSessions": Command(_nothing),
    "configureFailPoint": Command(
        _configure_fail_point, {"mode": (str, Document), "data": DOCUMENT}, "mode"
    ),
}
