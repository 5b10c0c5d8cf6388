import asyncio
import functools
import signal
import types


async def native():
    await asyncio.sleep(0)


@types.coroutine
def serve(reader, writer):
    yield from writer.drain()


class Service:
    async def stop(self):
        await asyncio.sleep(0)

    async def finished(self, task):
        await asyncio.sleep(0)

    def start(self, loop):
        loop.add_signal_handler(signal.SIGTERM, self.stop)  # found: coroutine-callback
        loop.call_soon(native)  # found: coroutine-callback
        loop.call_later(1, native)  # found: coroutine-callback
        task = loop.create_task(native())
        task.add_done_callback(self.finished)  # found: coroutine-callback


async def main():
    await asyncio.start_server(serve, "localhost", 0)  # found: coroutine-callback
    await asyncio.start_server(client_connected_cb=serve, port=0)  # found: coroutine-callback
    await asyncio.start_server(lambda r, w: serve(r, w))  # found: coroutine-callback
    await asyncio.start_server(functools.partial(serve), port=0)  # found: coroutine-callback
