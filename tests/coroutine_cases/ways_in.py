"""Ways into asyncio. Readable by Python 3.6.

Each way takes a coroutine function and calls it: `WAYS` return its result, `REFUSING` raise
TypeError without running the body. Ways that this Python does not have are left out.
"""

import asyncio
import functools
import signal
import sys
import threading
from legacy_style.coroutine import coroutine, run
from typing import TYPE_CHECKING, Any

from off_coroutine.engine.loop import EventLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Function = Callable[..., Any]


def in_a_task(way: "Callable[[Function], Any]") -> "Callable[[Function], Any]":
    @functools.wraps(way)
    def enter(function: "Function") -> "Any":
        return run(way(function))

    return enter


@in_a_task
async def await_it(function: "Function") -> "Any":
    return await function()


@in_a_task
@coroutine
def yield_from_in_decorated(function: "Function") -> "Generator[Any, Any, Any]":
    return (yield from function())


def undecorated(call: "Any") -> "Generator[Any, Any, Any]":
    return (yield from call)


@in_a_task
@coroutine
def yield_from_in_undecorated(function: "Function") -> "Generator[Any, Any, Any]":
    call = function()
    try:
        return (yield from undecorated(call))
    finally:
        call.close()  # else a native coroutine that is refused warns that nobody awaited it


def run_it(function: "Function") -> "Any":
    return run(function())


def runner_run(function: "Function") -> "Any":
    with asyncio.Runner() as runner:
        return runner.run(function())


def run_until_complete(function: "Function") -> "Any":
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(function())
    finally:
        loop.close()


def task_of_the_deterministic_loop(function: "Function") -> "Any":
    loop = EventLoop()
    task = loop.create_task(function())
    asyncio._set_running_loop(loop)
    try:
        while not task.done():
            loop.turn()
    finally:
        asyncio._set_running_loop(None)
    return task.result()


@in_a_task
async def loop_create_task(function: "Function") -> "Any":
    return await asyncio.get_event_loop().create_task(function())


@in_a_task
async def create_task(function: "Function") -> "Any":
    return await asyncio.create_task(function())


@in_a_task
async def task_group(function: "Function") -> "Any":
    async with asyncio.TaskGroup() as group:
        task = group.create_task(function())
    return task.result()


@in_a_task
async def ensure_future(function: "Function") -> "Any":
    return await asyncio.ensure_future(function())


@in_a_task
async def gather(function: "Function") -> "Any":
    [result] = await asyncio.gather(function())
    return result


@in_a_task
async def wait_for(function: "Function") -> "Any":
    return await asyncio.wait_for(function(), timeout=5)


@in_a_task
async def timeout(function: "Function") -> "Any":
    async with asyncio.timeout(5):
        return await function()


@in_a_task
async def shield(function: "Function") -> "Any":
    return await asyncio.shield(function())


@in_a_task
async def as_completed(function: "Function") -> "Any":
    [first] = asyncio.as_completed([function()])
    return await first


def run_coroutine_threadsafe(function: "Function") -> "Any":
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        return asyncio.run_coroutine_threadsafe(function(), loop).result(timeout=5)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@in_a_task
async def wait(function: "Function") -> "Any":
    call = function()
    try:
        await asyncio.wait([call])
    finally:
        call.close()


@in_a_task
async def add_signal_handler(function: "Function") -> "Any":
    asyncio.get_event_loop().add_signal_handler(signal.SIGUSR1, function)


@in_a_task
async def call_soon_in_debug_mode(function: "Function") -> "Any":
    loop = asyncio.get_event_loop()
    loop.set_debug(True)
    loop.call_soon(function)


WAYS = {
    "await": await_it,
    "yield from in a decorated generator": yield_from_in_decorated,
    "yield from in an undecorated generator": yield_from_in_undecorated,
    "run": run_it,
    "loop.run_until_complete": run_until_complete,
    "Task of the deterministic loop": task_of_the_deterministic_loop,
    "loop.create_task": loop_create_task,
    "asyncio.ensure_future": ensure_future,
    "asyncio.gather": gather,
    "asyncio.wait_for": wait_for,
    "asyncio.shield": shield,
    "asyncio.as_completed": as_completed,
    "asyncio.run_coroutine_threadsafe": run_coroutine_threadsafe,
}
for _name, _way in [
    ("create_task", create_task),
    ("Runner", runner_run),
    ("TaskGroup", task_group),
    ("timeout", timeout),
]:
    if hasattr(asyncio, _name):
        WAYS["asyncio." + _name] = _way

if sys.version_info >= (3, 12):

    @in_a_task
    async def eager_task(function: "Function") -> "Any":
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        return await asyncio.create_task(function())

    WAYS["asyncio.eager_task_factory"] = eager_task

REFUSING = {
    "asyncio.wait": wait,
    "loop.add_signal_handler": add_signal_handler,
    "loop.call_soon in debug mode": call_soon_in_debug_mode,
}
