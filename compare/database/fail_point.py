"""MongoDB's fail point ``failCommand``: commands that are delayed, dropped or made to fail."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from .dispatch import ARRAY, BOOL, NUMBER, check
from .errors import Code, CommandError, unsupported
from .values import Document

_DATA = {
    "failCommands": ARRAY,
    "errorCode": NUMBER,
    "closeConnection": BOOL,
    "blockConnection": BOOL,
    "blockTimeMS": NUMBER,
}


class Fault(NamedTuple):
    """What happens to one command, in this order."""

    delay: float  # seconds
    closes: bool
    error: CommandError | None


class FailPoint:
    def __init__(self) -> None:
        self._times: float = 0
        self._commands: list[str] = []
        self._fault = Fault(0, False, None)

    def set(self, mode: str | Document, data: Document) -> None:
        """``mode`` is "off", "alwaysOn" or {times: n}; raises CommandError for anything else."""
        check("failCommand.data", data, _DATA, [])
        match mode if isinstance(mode, str) else dict(mode):
            case "off":
                times: float = 0
            case "alwaysOn":
                times = math.inf
            case {"times": int(times), **others} if times >= 0 and not others:
                pass
            case _:
                raise unsupported(f"unknown mode: {_shown(mode)}", Code.BadValue)
        error = None
        if code := int(data.get("errorCode", 0)):
            error = CommandError(code, "Failing command via 'failCommand' failpoint")
        blocks = data.get("blockConnection", False)
        if blocks and "blockTimeMS" not in data:
            raise CommandError(Code.BadValue, "blockConnection needs blockTimeMS")
        delay = data["blockTimeMS"] / 1000 if blocks else 0.0
        self._times = times
        self._commands = list(data.get("failCommands", ()))
        self._fault = Fault(delay, data.get("closeConnection", False), error)

    def take(self, command: str) -> Fault | None:
        """The fault for this command, counted against ``times``; None when it is to be run."""
        if command not in self._commands or not self._times:
            return None
        self._times -= 1
        return self._fault


def _shown(mode: Any) -> str:
    return mode if isinstance(mode, str) else str(dict(mode))
