import asyncio
import contextlib
import unittest

import click
import pytest


async def native():
    await asyncio.sleep(0)


async def stream():
    yield 1


@click.command()
async def decorated():
    await native()


def wrapped():
    return None


if click:

    async def wrapped():
        await native()


class Base(click.Group):
    async def close(self):
        await super().close()
        super().invoke()


class Assigned:
    def __init__(self, close):
        self.close = close

    async def close(self):
        await native()

    def stop(self):
        self.close()


class Mixin(click.Group):
    def stop(self):
        self.invoke()


class Invoking(Mixin):
    async def invoke(self):
        await native()


class Failing(unittest.TestCase):
    def test_arguments(self):
        with self.assertRaises(TypeError):
            native(1)
        with pytest.raises(TypeError), contextlib.suppress(ValueError):
            native(1)


async def main(native_given):
    task = asyncio.ensure_future(native())
    asyncio.gather(native(), native())
    stream()
    decorated()
    wrapped()
    native()  # type: ignore[unused-coroutine]
    native_given()
    await task
    return native()


def shadowed(native):
    native()


class Worker:
    def __init__(self, queue):
        self.queue = queue.Queue()
        self.either = asyncio.Queue() if queue else queue.Queue()

    def add(self, item):
        self.queue.put(item)
        self.either.put(item)


BLOCKING = True


def stop(service):
    if BLOCKING:
        service.join()
    else:
        asyncio.sleep(1)  # what a generator of blocking code has made of `await`


class Client:
    async def close(self):
        await native()


class Replaced:
    def __init__(self, client: Client):
        self.client = client
        self.client = elsewhere(client)

    def stop(self, client: "Client | click.Group"):
        self.client.close()
        client.close()


def elsewhere(client):
    return client


again = elsewhere(native)
again = again
again.close()
