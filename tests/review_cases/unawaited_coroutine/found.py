import asyncio
from asyncio import sleep
from types import coroutine


async def native():
    await asyncio.sleep(0)


@coroutine
def generator():
    yield from asyncio.sleep(0)


class Service:
    async def start(self):
        asyncio.sleep(1)  # found: unawaited-coroutine
        sleep(1)  # found: unawaited-coroutine

    async def run(self):
        self.start()  # found: unawaited-coroutine
        native()  # found: unawaited-coroutine
        generator()  # found: unawaited-coroutine


class Special(Service):
    async def again(self):
        self.start()  # found: unawaited-coroutine


def main():
    service = Service()
    service.run()  # found: unawaited-coroutine
    asyncio.run(service.run())


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def add(self, item):
        self.queue.put(item)  # found: unawaited-coroutine
        self.queue.put_nowait(item)


class Client:
    done: asyncio.Event

    def __init__(self):
        self.done: asyncio.Event = asyncio.Event()

    async def __aexit__(self, *failure):
        self.close()  # found: unawaited-coroutine

    async def close(self):
        self.done.wait()  # found: unawaited-coroutine

    @classmethod
    async def open(cls):
        await asyncio.sleep(0)


class Verbose(Client):
    async def close(self):
        super().close()  # found: unawaited-coroutine


async def closing(client: Client, wanted):
    client.close()  # found: unawaited-coroutine
    Client.open()  # found: unawaited-coroutine
    Client().close()  # found: unawaited-coroutine
    wanted and sleep(1)  # found: unawaited-coroutine


class Owner:
    def __init__(self, client: Client | None = None):
        self.client = client

    async def stop(self):
        self.client.close()  # found: unawaited-coroutine
