"""Compares the order of handlers with that of a JavaScript engine, on random programs.

    python tests/aplus/order.py [count [seed]]

runs 10,000 programs, or `count`, here and in node, and shows the first whose logs differ. A
program is data: statements that make, follow and settle promises, and handlers and thenables with
statements of their own. Its log also tells which rejections were reported as unhandled.
"""

import asyncio
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from legacy_style.promises.promise import AggregateError, Promise, Settled
from pathlib import Path
from typing import Any

NODE = shutil.which("node")
Program = list[list[Any]]
COMBINATORS = {
    "all": Promise.all,
    "allSettled": Promise.all_settled,
    "any": Promise.any,
    "race": Promise.race,
}


class Author:
    """Writes random programs."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.names = 0

    def program(self) -> Program:
        self.names = 0
        return [["resolve", ["number", 0]], *self.statements([5, 10, 20], depth=0)]

    def statements(self, counts: list[int], depth: int) -> Program:
        return [self.statement(depth) for _ in range(self.random.choice(counts))]

    def inner_statements(self, depth: int) -> Program:
        return self.statements([0, 0, 1, 2] if depth < 2 else [0], depth + 1)

    def statement(self, depth: int) -> list[Any]:
        kind = self.random.choices(
            ["then", "catch", "finally", "combine", "resolve", "reject", "pending", "settle"],
            [12, 4, 4, 4, 4, 2, 3, 5],
        )[0]
        which = self.random.randrange(30)
        if kind == "then":
            return [kind, which, [self.handler(depth), self.handler(depth)]]
        if kind in ("catch", "finally"):
            return [kind, which, [self.handler(depth, always=kind == "finally")]]
        if kind == "combine":
            values = [self.value(depth) for _ in range(self.random.randrange(4))]
            return [kind, self.random.choice(list(COMBINATORS)), values]
        if kind == "settle":
            return [kind, which, self.random.choice(["resolve", "reject"]), self.value(depth)]
        if kind == "resolve":
            return [kind, self.value(depth)]
        return [kind, which]  # the reason of a rejection; unused by a pending promise

    def handler(self, depth: int, always: bool = False) -> list[Any] | None:
        if not always and self.random.random() < 0.25:
            return None
        how = self.random.choice(["return", "return", "return", "throw"])
        end = [how, self.value(depth, ["argument"])]
        return [self.name(), self.inner_statements(depth), end]

    def value(self, depth: int, kinds: list[str] | None = None) -> list[Any]:
        kind = self.random.choice(["number", "promise", "promise", "thenable", *(kinds or [])])
        if kind != "thenable":
            return [kind, self.random.randrange(30)]
        calls = [
            [self.random.choice(["resolve", "resolve", "reject", "throw"]), self.value(depth + 1)]
            for _ in range(self.random.randrange(3))
        ]
        return [kind, [self.name(), self.inner_statements(depth), calls]]

    def name(self) -> int:
        self.names += 1
        return self.names


class ReasonError(Exception):
    def __init__(self, number: int) -> None:
        self.number = number


def show(value: Any) -> str:
    """As `show` in order.js."""
    match value:
        case ReasonError():
            return f"!{value.number}"
        case AggregateError():
            return f"AggregateError{show(value.errors)}"
        case TypeError():
            return "TypeError"
        case Promise():
            return "promise"
        case Settled():
            return f"{value.status}:{show(value.reason or value.value)}"
        case list():
            return f"[{' '.join(map(show, value))}]"
        case None:
            return "nothing"
        case int():
            return str(value)
        case _:
            return "thenable"


class Run:
    """Executes a program, as `Run` in order.js."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.promises: list[Promise[Any]] = []
        self.resolvers: list[list[Callable[..., None]]] = []
        self.rejected: list[int] = []

    def unhandled(self, _: object, context: dict[str, Any]) -> None:
        if context["promise"] in self.promises:
            self.rejected.append(self.promises.index(context["promise"]))

    def value(self, given: list[Any], argument: Any = None) -> Any:
        kind, what = given
        if kind == "number":
            return what
        if kind == "argument":
            return argument
        if kind == "promise":
            return self.promises[what % len(self.promises)]
        return Thenable(self, *what)

    def handler(self, description: list[Any] | None) -> Callable[..., Any] | None:
        if description is None:
            return None
        name, statements, (how, given) = description

        def handler(argument: Any = None) -> Any:
            self.log.append(f"{name} {show(argument)}")
            for statement in statements:
                self.execute(statement)
            if how == "throw":
                raise ReasonError(name)
            return self.value(given, argument)

        return handler

    def execute(self, statement: list[Any]) -> None:
        kind, *rest = statement
        if kind != "settle":
            self.promises.append(self.make(kind, rest))
        elif self.resolvers:
            which, how, given = rest
            resolve, reject = self.resolvers[which % len(self.resolvers)]
            if how == "resolve":
                resolve(self.value(given))
            else:
                reject(ReasonError(which))

    def make(self, kind: str, rest: list[Any]) -> Promise[Any]:
        if kind == "resolve":
            return Promise.resolve(self.value(rest[0]))
        if kind == "reject":
            return Promise.reject(ReasonError(rest[0]))
        if kind == "pending":
            promise, *resolvers = Promise.with_resolvers()
            self.resolvers.append(resolvers)
            return promise
        if kind == "combine":
            return COMBINATORS[rest[0]]([self.value(given) for given in rest[1]])
        source = self.value(["promise", rest[0]])
        follow = source.finally_ if kind == "finally" else getattr(source, kind)
        following: Promise[Any] = follow(*map(self.handler, rest[1]))
        return following


class Thenable:
    def __init__(self, run: Run, name: int, statements: Program, calls: list[Any]) -> None:
        self.run = run
        self.name = name
        self.statements = statements
        self.calls = calls

    def then(self, resolve: Callable[..., None], reject: Callable[..., None]) -> None:
        self.run.log.append(f"then {self.name}")
        for statement in self.statements:
            self.run.execute(statement)
        for how, given in self.calls:
            if how == "throw":
                raise ReasonError(self.name)
            if how == "resolve":
                resolve(self.run.value(given))
            else:
                reject(ReasonError(self.name))


async def logs_here(programs: list[Program]) -> list[list[str]]:
    loop = asyncio.get_running_loop()
    logs = []
    for program in programs:
        run = Run()
        loop.set_exception_handler(run.unhandled)
        for statement in program:
            run.execute(statement)
        for _ in range(3):  # the jobs; the turn in which rejections are reported; one to spare
            await asyncio.sleep(0)
        logs.append([*run.log, f"unhandled {' '.join(map(str, sorted(run.rejected)))}"])
    return logs


def logs_in_node(programs: list[Program]) -> list[list[str]]:
    assert NODE
    script = Path(__file__).with_suffix(".js")
    output = subprocess.run(
        [NODE, script], input=json.dumps(programs), capture_output=True, text=True, check=True
    ).stdout
    logs: list[list[str]] = json.loads(output)
    return logs


def compare(count: int = 10_000, seed: int = 0) -> str:
    """Run `count` programs in both. Raises AssertionError, with the program, at a difference."""
    author = Author(seed)
    programs = [author.program() for _ in range(count)]
    lines = 0
    pairs = zip(asyncio.run(logs_here(programs)), logs_in_node(programs), strict=True)
    for program, (here, there) in zip(programs, pairs, strict=True):
        assert here == there, f"{json.dumps(program)}\nhere: {here}\nnode: {there}"
        lines += len(here)
    return f"{count} programs, {lines} lines of log: no difference"


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])))
