"""The work with generator-based coroutines."""

import asyncio
from collections.abc import Generator
from legacy_style.coroutine import coroutine
from typing import Any

from compare.workshop.benchmark.work import answer

Steps = Generator[Any, Any, Any]


@coroutine
def added(value: int) -> int:
    return value + 1


@coroutine
def call(count: int) -> Steps:
    value = 0
    for _ in range(count):
        value = yield from added(value)


hop = call


@coroutine
def wait(count: int) -> Steps:
    for _ in range(count):
        yield from answer()


@coroutine
def waited() -> Steps:
    yield from answer()


@coroutine
def task(count: int) -> Steps:
    yield from asyncio.gather(*[waited() for _ in range(count)])
