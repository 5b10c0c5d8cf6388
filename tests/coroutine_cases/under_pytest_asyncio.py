"""What pytest-asyncio has to run. Every test fails with its fixture's value: proof that it ran."""

import asyncio
from collections.abc import Generator
from legacy_style.coroutine import coroutine
from typing import Any

import pytest
import pytest_asyncio

sleep: Any = asyncio.sleep  # mypy forbids `yield from` on what it knows to be native


class RanError(Exception):
    """The body ran to its end; the argument is what it was given."""


async def fail(value: str) -> None:
    await sleep(0)
    raise RanError(value)


@pytest_asyncio.fixture
@coroutine
def generator_fixture() -> Generator[Any, Any, Any]:
    return (yield from sleep(0, "generator fixture"))


@pytest_asyncio.fixture
@coroutine
def plain_fixture() -> Any:
    return sleep(0, "plain fixture")


@pytest_asyncio.fixture
async def native_fixture() -> Any:
    return await sleep(0, "native fixture")


@pytest.mark.asyncio
@coroutine
def test_generator(generator_fixture: str) -> Generator[Any, Any, None]:
    yield from sleep(0)
    raise RanError(generator_fixture)


@coroutine
@pytest.mark.asyncio
def test_mark_below(plain_fixture: str) -> Generator[Any, Any, None]:
    yield from sleep(0)
    raise RanError(plain_fixture)


@pytest.mark.asyncio
@coroutine
def test_plain(plain_fixture: str) -> Any:
    return fail(plain_fixture)


@pytest.mark.asyncio
@pytest.mark.parametrize("value", ["one", "two"])
@coroutine
def test_parametrized(value: str) -> Generator[Any, Any, None]:
    yield from sleep(0)
    raise RanError(value)


class TestClass:
    @pytest.mark.asyncio
    @coroutine
    def test_method(self, native_fixture: str) -> Generator[Any, Any, None]:
        yield from sleep(0)
        raise RanError(native_fixture)


@pytest.mark.asyncio
async def test_native(generator_fixture: str) -> None:
    await fail(generator_fixture)
