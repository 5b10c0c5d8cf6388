import asyncio
import inspect
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoopPolicy

if sys.version_info < (3, 12):
    watcher = asyncio.get_child_watcher()

try:
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
except AttributeError:
    pass


def is_one(function):
    return inspect.iscoroutinefunction(function)


def is_old_one(function):
    return sys.version_info < (3, 14) and asyncio.iscoroutinefunction(function)


def policy() -> "AbstractEventLoopPolicy":
    with warnings.catch_warnings():
        return asyncio.get_event_loop_policy()


async def opened() -> None:
    watcher: asyncio.AbstractChildWatcher | None = None
    print(watcher)
