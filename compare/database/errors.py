"""What the server refuses, in MongoDB's own numbers and names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class Code(IntEnum):
    """MongoDB's codes: those that are raised here, and those that drivers treat specially."""

    BadValue = 2
    HostUnreachable = 6
    HostNotFound = 7
    FailedToParse = 9
    Unauthorized = 13
    TypeMismatch = 14
    Overflow = 15
    InvalidLength = 16
    AuthenticationFailed = 18
    IllegalOperation = 20
    InvalidBSON = 22
    CursorNotFound = 43
    MaxTimeMSExpired = 50
    DollarPrefixedFieldName = 52
    CommandNotFound = 59
    CannotCreateIndex = 67
    InvalidNamespace = 73
    IndexOptionsConflict = 85
    IndexKeySpecsConflict = 86
    NetworkTimeout = 89
    ShutdownInProgress = 91
    WriteConflict = 112
    ReadConcernMajorityNotAvailableYet = 134
    CannotIndexParallelArrays = 171
    PrimarySteppedDown = 189
    ExceededTimeLimit = 262
    FailPointSetFailed = 266
    UnsupportedOpQueryCommand = 352
    SocketException = 9001
    NotWritablePrimary = 10107
    BSONObjectTooLarge = 10334
    DuplicateKey = 11000
    InterruptedAtShutdown = 11600
    InterruptedDueToReplStateChange = 11602
    NotPrimaryNoSecondaryOk = 13435
    NotPrimaryOrSecondary = 13436
    IDLFailedToParse = 40414


class CommandError(Exception):
    """A command that failed; ``details`` are further fields of its answer."""

    def __init__(self, code: int, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = int(code)
        self.details = dict(details or {})

    def answer(self) -> dict[str, Any]:
        try:
            name = Code(self.code).name
        except ValueError:
            name = f"Location{self.code}"  # what MongoDB calls a code without a name
        answer = {"ok": 0.0, "errmsg": str(self), "code": self.code, "codeName": name}
        return answer | self.details


def unsupported(code: int, message: str) -> CommandError:
    """A refusal of what a MongoDB server may well do; ``message`` names it."""
    cure = "the embedded database is a small one: set MONGODB_URI to a MongoDB server"
    return CommandError(code, f"{message} ({cure})")
