"""MongoDB's fail point ``failCommand``: commands that are delayed, dropped or made to fail."""

from __future__ import annotations

import math
from typing import NamedTuple

from .errors import Code, CommandError, unsupported
from .fields import ARRAY, BOOL, NUMBER, check
from .values import Document

_DATA = {
    "failCommands": ARRAY,
    "errorCode": NUMBER,
    "closeConnection": BOOL,
    "blockConnection": BOOL,
    "blockTimeMS": NUMBER,
}


class Fault(NamedTuple):
    """What happens to a command, in this order; with neither of the last two it is then run."""

    delay: float  # seconds
    closes: bool
    error: CommandError | None


class FailPoint:
    def __init__(self) -> None:
        self._times: float = 0
        self._commands: list[str] = []
        self._fault = Fault(0, False, None)

    def set(self, mode: str | Document, data: Document) -> None:
        """``mode`` is "off", "alwaysOn" or {times: n}; raises CommandError for any other."""
        times = _times(mode)
        check("failCommand.data", data, _DATA)
        blocks = data.get("blockConnection", False)
        if blocks and not data.get("blockTimeMS", -1) >= 0:
            raise CommandError(Code.BadValue, "blockConnection needs a blockTimeMS >= 0")
        code = int(data.get("errorCode", 0))
        error = CommandError(code, "Failing command via 'failCommand' failpoint") if code else None
        delay = data["blockTimeMS"] / 1000 if blocks else 0
        self._fault = Fault(delay, data.get("closeConnection", False), error)
        self._commands = list(data.get("failCommands", ()))
        self._times = times

    def take(self, command: str) -> Fault | None:
        """What is to happen to the command, counted against {times: n}."""
        if not self._times or command not in self._commands:
            return None
        self._times -= 1
        return self._fault


def _times(mode: str | Document) -> float:
    match mode if isinstance(mode, str) else dict(mode):
        case "off":
            return 0
        case "alwaysOn":
            return math.inf
        case {"times": int(times), **rest} if times >= 0 and not rest:
            return times
        case other:
            raise unsupported(Code.BadValue, f"unknown mode: {other}")
