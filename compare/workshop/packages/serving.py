"""The customer endpoint served by other interpreters, asked by this one."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from compare.contracts.customer_endpoint import CONTRACT
from compare.exchange import Database, Exchange, Request
from compare.styles import PACKAGES
from compare.workshop.packages.environments import Environment, PackagesError, environment
from off_coroutine.interpreters import Interpreter
from off_coroutine.process import Child, last_line, started

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0  # seconds to start, for each response, and to end
# With the packages of the environment, and nothing that the user or the environment adds.
ALONE = ("-E", "-s", "-B")
BOOTSTRAP = """
import runpy, sys
_, root, *sys.argv = sys.argv
sys.path.insert(0, root)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


class ServingError(Exception):
    """An endpoint did not start, answer or end; the message says what it said."""


@dataclass(frozen=True)
class Row:
    """What a style of the endpoint answered on an interpreter.

    Attributes:
        python: such as "3.6.15".
        versions: of the packages, by their names.
        style: of the endpoint; empty if there is no environment to run it in.
        exchanges: how many there were.
        differences: what was not as agreed, one line each.
        error: why not all was asked; empty if it was.
    """

    python: str
    versions: dict[str, str] = field(default_factory=dict)
    style: str = ""
    exchanges: int = 0
    differences: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def verdict(self) -> str:
        if self.error:
            return f"not run: {self.error}"
        return f"differ: {self.differences[0]}" if self.differences else "agree"


async def rows(interpreter: Interpreter) -> list[Row]:
    """Serve the endpoint in every style; a row without a style if that cannot be."""
    try:
        packages = await environment(interpreter)
    except PackagesError as error:
        return [Row(interpreter.full_name, error=str(error))]
    served = []
    for style in PACKAGES:
        with Database(None) as database:  # one each: a failure may leave it frozen
            row = await serve(interpreter, packages, style, database, CONTRACT.exchanges)
            served.append(row)
    return served


async def serve(
    interpreter: Interpreter,
    packages: Environment,
    style: str,
    database: Database,
    exchanges: Iterable[Exchange],
) -> Row:
    """Serve the endpoint in a style, and ask it everything; nothing of it is left."""
    differences: list[str] = []
    error = ""
    count = 0
    program = f"{PACKAGES[style]}.{CONTRACT.program}"
    words = [str(packages.python), *ALONE, "-c", BOOTSTRAP, str(ROOT), program]
    try:
        for seconds, group in itertools.groupby(exchanges, lambda exchange: exchange.seconds):
            together = list(group)
            options = ["--port", "0", "--mongodb-uri", database.uri, "--timeout", f"{seconds:g}"]
            async with _serving([*words, *options]) as (child, port):
                for exchange in together:
                    differences += await _ask(exchange, port, database)
                logged = await _logged(child)
            expected = sum(exchange.logged for exchange in together)
            if logged != expected:
                differences.append(f"{logged} warnings logged instead of {expected}")
            count += len(together)
    except ServingError as failure:
        error = str(failure)
    return Row(interpreter.full_name, packages.versions, style, count, differences, error)


@asynccontextmanager
async def _serving(words: Sequence[str]) -> AsyncIterator[tuple[Child, int]]:
    """Start an endpoint; give the process and the port on which it listens."""
    async with started(*words) as child:
        try:
            async with asyncio.timeout(PATIENCE):
                said = await child.output.readline()
                errors = b"" if said else await child.errors.read()
        except TimeoutError:
            raise ServingError(f"it did not start within {PATIENCE:g} s") from None
        listening = re.search(rb"http://127\.0\.0\.1:(\d+)/", said)
        if listening is None:
            raise ServingError(f"it did not start: {last_line(said or errors)}")
        yield child, int(listening[1])


async def _ask(exchange: Exchange, port: int, database: Database) -> list[str]:
    """Return what was answered otherwise than agreed, one line each."""
    differences = []
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for step in exchange.steps:
            if not isinstance(step, Request):
                await asyncio.to_thread(step, database.embedded)
                continue
            try:
                response = await step.send(session, port)
            except (TimeoutError, aiohttp.ClientError) as error:
                raise ServingError(f"no answer when {exchange.name}: {error!r}") from None
            if response != step.expected:
                differences.append(f"{exchange.name}: {_apart(response, step.expected)}")
    return differences


def _apart(response: Sequence[object], expected: Sequence[object]) -> str:
    """Return where a response is first not as expected."""
    different = next(pair for pair in zip(response, expected, strict=True) if pair[0] != pair[1])
    texts = [str(value) for value in different]
    letters = enumerate(itertools.zip_longest(*texts))
    at = next(at for at, (letter, other) in letters if letter != other)
    return " instead of ".join(repr(text[at : at + 40]) for text in texts) + f" at {at}"


async def _logged(child: Child) -> int:
    """End an endpoint as SIGTERM does, and return how many warnings it has logged."""
    child.process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            errors = await child.errors.read()
            status = await child.ended()
    except TimeoutError:
        raise ServingError(f"it did not end within {PATIENCE:g} s of SIGTERM") from None
    if status != 0:
        raise ServingError(f"it ended with status {status}: {last_line(errors)}")
    return len(re.findall(rb"^ERROR customer_endpoint: ", errors, re.M))
