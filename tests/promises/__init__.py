"""What the tests of promises share."""

import asyncio
from collections.abc import Awaitable
from legacy_style.promises.promise import Promise
from typing import Any, NoReturn

ERROR = ValueError("no")


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def pending() -> Promise[Any]:
    return Promise(lambda resolve, reject: None)


def throw(error: BaseException) -> NoReturn:
    raise error


async def reason_of(promise: Awaitable[Any]) -> BaseException:
    try:
        value = await promise
    except BaseException as error:
        return error
    raise AssertionError(f"fulfilled with {value!r}")
