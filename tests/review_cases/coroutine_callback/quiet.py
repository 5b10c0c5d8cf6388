import asyncio
import signal


async def native():
    await asyncio.sleep(0)


async def serve(reader, writer):
    await writer.drain()


def started():
    return asyncio.create_task(native())


class Service:
    def stop(self):
        return None

    def start(self, loop, native):
        loop.add_signal_handler(signal.SIGTERM, self.stop)
        loop.call_soon(native)
        loop.call_later(1, started)
        loop.call_soon(lambda: asyncio.ensure_future(native()))


async def main():
    await asyncio.start_server(serve, "localhost", 0)


class Tasks:
    def call_at(self, when, function):
        return asyncio.ensure_future(function())

    def start(self):
        self.call_at(1, native)


def refused(loop, raises):
    with raises(TypeError):
        loop.add_signal_handler(signal.SIGTERM, native)
