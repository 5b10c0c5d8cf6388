"""What a run refuses, and that nothing of it stays afterwards."""

import asyncio
import gc
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from engine_programs.exploring import ask, run

from off_coroutine.engine import NEVER, EscapeError, World
from off_coroutine.engine.watchdog import watching


@pytest.mark.parametrize("returned", [5, None, "text", iter([1])], ids=type)
def test_a_program_that_cannot_be_awaited_is_refused(returned: Any) -> None:
    with pytest.raises(TypeError, match="which cannot be awaited: let it return a coroutine"):
        run(lambda world: returned)


def test_a_running_event_loop_is_refused() -> None:
    async def program() -> None:
        run(ask)

    with pytest.raises(RuntimeError, match="call it from a plain function, not from a coroutine"):
        asyncio.run(program())


def loop_method(name: str, *args: Any) -> Callable[[], Any]:
    return lambda: getattr(asyncio.get_running_loop(), name)(*args)


OUTSIDE: dict[str, Callable[[], Any]] = {
    r"run_in_executor\(\), which reaches the outside": loop_method("run_in_executor", None, id, 1),
    r"create_connection\(\), which reaches the outside": loop_method("create_connection", id),
    r"add_reader\(\), which reaches the outside": loop_method("add_reader", 0, id),
    r"add_signal_handler\(\), which": loop_method("add_signal_handler", 2, id),
    r"run_forever\(\), which is the engine's to do": loop_method("run_forever"),
    r"used asyncio.new_event_loop. It runs in": lambda: asyncio.new_event_loop(),
    r"used socket. Give .* instead of a socket": lambda: socket.socket(),
    r"used socket.getaddrinfo. Give": lambda: socket.create_connection(("localhost", 1)),
    r"used Popen. Give .* instead of a process": lambda: subprocess.run(["true"]),
    r"used os.system. Give": lambda: os.system("true"),
    r"used os.fork. Give": lambda: os.fork(),
    r"used Thread.start. Give .* instead of a thread": lambda: threading.Thread(target=id).start(),
    r"used time.sleep. Use asyncio.sleep": lambda: time.sleep(1),
}


@pytest.mark.parametrize("message", OUTSIDE)
@pytest.mark.parametrize("swallowed", [False, True])
def test_the_outside_is_refused(message: str, swallowed: bool) -> None:
    async def program(world: Any) -> None:
        try:
            OUTSIDE[message]()
        except Exception:
            if not swallowed:
                raise

    with pytest.raises(EscapeError, match=message):
        run(program)


def test_the_outside_is_there_again_afterwards() -> None:
    run(ask)
    socket.socket().close()
    thread = threading.Thread(target=time.sleep, args=(0,))
    thread.start()
    thread.join()
    assert "set" not in vars(asyncio.tasks)
    assert asyncio._get_running_loop() is None


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_collected_as_before_afterwards(collecting: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        run(ask)
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()


def test_ctrl_c_while_a_program_is_ended_leaves_nothing_behind() -> None:
    async def program(world: Any) -> None:
        try:
            await world.op()
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    with pytest.raises(KeyboardInterrupt):
        run(program, World(op=[NEVER]))
    test_the_outside_is_there_again_afterwards()


# The watchdog


async def compute(world: Any) -> None:
    while True:
        pass


async def compute_and_swallow(world: Any) -> None:
    while True:
        try:
            await compute(world)
        except Exception:
            world.say("swallowed")


async def compute_at_last(world: Any) -> None:
    try:
        await world.op()
    finally:
        await compute(world)


@pytest.mark.parametrize("program", [compute, compute_and_swallow, compute_at_last])
def test_the_watchdog_stops_a_program_that_computes_without_end(
    program: Callable[[Any], Any],
) -> None:
    place = rf"within 0.02 s, at .*test_engine_outside.py:\d+ in {compute.__name__}$"
    with pytest.raises(EscapeError, match=place), watching(0.02):
        run(program)
    test_the_outside_is_there_again_afterwards()


def test_the_watchdog_lets_many_short_runs_pass() -> None:
    with watching(0.02):
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            assert run(ask).outcome == "returns None"
