"""What takes the function itself, and calls it later."""

import asyncio
import signal
import threading
import unittest

from compare.workshop.versions.probes.ways import way

TURNS = 50  # of the event loop; a connection on the loopback is there after two


def noting(ran):
    """Return a new generator function that notes when its body runs."""

    def body(*args):
        ran.append(True)
        yield

    return body


def seen(ran):
    return None if ran else "unrun"


async def turns():
    for _ in range(TURNS):
        await asyncio.sleep(0)


@way("callback of `asyncio.start_server`")
async def start_server(decorate):
    ran = []
    server = await asyncio.start_server(decorate(noting(ran)), "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await turns()
    writer.close()
    server.close()
    await turns()
    return seen(ran)


@way("callback of `loop.add_signal_handler`")
async def add_signal_handler(decorate):
    ran = []
    loop = asyncio.get_event_loop()
    loop.add_signal_handler(signal.SIGUSR1, decorate(noting(ran)))
    try:
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        await turns()
    finally:
        loop.remove_signal_handler(signal.SIGUSR1)
    return seen(ran)


@way("callback of `loop.call_soon`, debug mode")
async def call_soon(decorate):
    ran = []
    loop = asyncio.get_event_loop()
    loop.set_debug(True)
    loop.call_soon(decorate(noting(ran)))
    await turns()
    return seen(ran)


@way("test of `unittest.IsolatedAsyncioTestCase`")
def test_case(decorate):
    ran = []
    cases = unittest.IsolatedAsyncioTestCase
    result = unittest.TestResult()
    type("Case", (cases,), {"runTest": decorate(noting(ran))})().run(result)
    if result.errors or result.failures:
        return "fails"
    return None if ran else "unrun"
