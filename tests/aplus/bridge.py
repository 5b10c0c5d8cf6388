"""Runs the Promises/A+ test suite, in node, against the Promise of this Python.

    python tests/aplus/bridge.py [adapter.js | virtual_time.js]

Wants `npm ci` in this folder first. The exit status is the number of tests that failed. Runs on
every Python from 3.6. The other end of the pipes, adapter.js, tells how they are used.
"""

import asyncio
import json
import os
import subprocess
import sys
from legacy_style.coroutine import run
from legacy_style.promises.promise import Promise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SUITE = HERE / "node_modules" / "promises-aplus-tests" / "lib" / "cli.js"


class ThrownError(Exception):
    """What JavaScript threw or rejected with, which may be anything: `args[0]`."""


class Null:
    """JavaScript's null, None being undefined."""


class Object:
    """An object of JavaScript. Reading an attribute reads the property there, each time."""

    def __init__(self, bridge: "Bridge", index: int) -> None:
        self._bridge = bridge
        self._index = index

    def __getattr__(self, name: str) -> Any:
        value = self._bridge.exchange("read", self, name)
        if value is None:
            raise AttributeError(name)
        if isinstance(value, Function):
            return lambda *given: value._call(self, *given)
        return value


class Function(Object):
    """As `Object`; read as an attribute, it is bound to the object as methods are."""

    def __call__(self, *given: Any) -> Any:
        return self._call(None, *given)

    def _call(self, this: "Object | None", *given: Any) -> Any:
        if len(given) == 2:  # for an executor or a thenable
            resolve, reject = given
            given = resolve, lambda reason: reject(ThrownError(reason))
        return self._bridge.exchange("call", self, this, *given)


class Bridge:
    """This end of the pipes."""

    def __init__(self, requests: Any, replies: Any) -> None:
        self.requests = requests
        self.replies = replies
        self.null = Null()
        self.objects: Any = {}  # JavaScript's, by the index they have there
        self.own: Any = []  # promises and functions that JavaScript knows by their index here
        self.indices: Any = {}  # in `own`, by identity
        self.answers: Any = {
            "resolved": Promise.resolve,
            "rejected": lambda reason: Promise.reject(ThrownError(reason)),
            "promise": Promise,
            "then": Promise.then,
            "call": lambda function, *given: function(*given),
        }

    def encode(self, value: Any) -> Any:
        if value is None:
            return "undefined", None
        if value is self.null:
            return "primitive", None
        if isinstance(value, (bool, int, float, str)):
            return "primitive", value
        if isinstance(value, Object):
            return "javascript", value._index
        if isinstance(value, ThrownError):
            return self.encode(value.args[0])
        if isinstance(value, BaseException):
            return "TypeError" if isinstance(value, TypeError) else "Error", repr(value)
        if id(value) not in self.indices:
            self.indices[id(value)] = len(self.own)
            self.own.append(value)
        return "promise" if isinstance(value, Promise) else "callable", self.indices[id(value)]

    def decode(self, encoded: Any) -> Any:
        kind, value = encoded
        if kind == "undefined":
            return None
        if kind == "primitive":
            return self.null if value is None else value
        if kind == "python":
            return self.own[value]
        make = Function if kind == "function" else Object
        return self.objects.setdefault(value, make(self, value))

    def send(self, what: str, *values: Any) -> None:
        print(json.dumps([what, *map(self.encode, values)]), file=self.replies, flush=True)

    def exchange(self, what: str, *given: Any) -> Any:
        self.send(what, *given)
        while True:
            answer, *encoded = json.loads(self.requests.readline())
            values = [self.decode(value) for value in encoded]
            if answer == "returned":
                return values[0]
            if answer == "raised":
                raise ThrownError(values[0])
            self.answer(answer, values)

    def answer(self, what: str, given: Any) -> None:
        try:
            result = self.answers[what](*given)
        except Exception as error:
            self.send("raised", error)
        else:
            self.send("returned", result)

    async def serve(self) -> None:
        # The suite leaves many rejections unhandled.
        asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
        for line in self.requests:
            what, *encoded = json.loads(line)
            if what == "turn":
                await asyncio.sleep(0)
                self.send("returned", None)
            else:
                self.answer(what, [self.decode(value) for value in encoded])


def main(adapter: str = "adapter.js") -> int:
    """Return the number of failed tests."""
    requests, to_python = os.pipe()
    from_python, replies = os.pipe()
    node = subprocess.Popen(
        ["node", str(SUITE), adapter, "--timeout", "2000", "--reporter", "dot"],
        cwd=str(HERE),
        env=dict(os.environ, PIPES=f"{from_python} {to_python}"),
        pass_fds=(from_python, to_python),
    )
    os.close(from_python)
    os.close(to_python)
    # Node ends when its pipes are closed.
    with node, os.fdopen(requests) as incoming, os.fdopen(replies, "w") as outgoing:
        run(Bridge(incoming, outgoing).serve())
    return node.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
