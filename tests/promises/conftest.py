"""What holds for every test of promises."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from promises import turns


@pytest.fixture(autouse=True)
async def reports() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop's exception handler was told; a test takes out what it expects."""
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    yield told
    await turns()
    assert told == []
